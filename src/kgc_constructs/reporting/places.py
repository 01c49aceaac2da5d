"""File and line of each finding: in the manifest it was read from, or in the environment it was rendered from."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kgc_constructs.checking import Checked
from kgc_constructs.checks import Finding, Rendered
from kgc_constructs.checks.files.walking import shown
from kgc_constructs.checks.model.located import Located, Place
from kgc_constructs.reporting.lines import line_in_file

__all__ = ["Reported", "reported"]


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A finding, and where a person mends it.

    Attributes:
        finding: What was found.
        environment: In which environment; empty for files from elsewhere.
        file: File to open; empty when none is known.
        line: Line in it.
        silenced: The reason why it need not be mended; empty for all that must be.
    """

    finding: Finding
    environment: str
    file: str
    line: int
    silenced: str = ""


def reported(checked: Checked) -> Iterator[Reported]:
    """Every finding with its place; those that are broken on purpose come last."""
    found, silenced = checked.verdict.findings, checked.verdict.silenced
    places = _all_places(checked, (*found, *silenced))
    for number, finding in enumerate((*found, *silenced)):
        file, line = places[number]
        reason = checked.reason_of(finding) if number >= len(found) else ""
        yield Reported(finding=finding, environment=checked.environment, file=file, line=line, silenced=reason)


def _all_places(checked: Checked, findings: Sequence[Finding]) -> dict[int, tuple[str, int]]:
    """The place of each finding by its number, looked for in the order of the files: each is read once."""
    first = [[(each.file, each.number) for each in _places(checked.rendered, finding)[:1]] for finding in findings]
    ordered = sorted(range(len(findings)), key=first.__getitem__)
    return {number: _place(checked, findings[number]) for number in ordered}


def _place(checked: Checked, finding: Finding) -> tuple[str, int]:
    if finding.fault:
        return finding.fault.file, finding.fault.line
    if finding.target == "settings" or not (places := _places(checked.rendered, finding)):
        return (shown(checked.source), _line_in_source(checked.source, finding)) if checked.source else ("", 1)
    best = places[0], (1, -1)
    for place in places:
        path = f"{place.prefix}.{finding.path}" if place.prefix else finding.path
        found = line_in_file(place.file, place.number, path)
        if found[1] > best[1][1]:
            best = place, found
    return best[0].file, best[1][0]


def _places(rendered: Rendered, finding: Finding) -> tuple[Place, ...]:
    document = finding.document
    if not isinstance(document, Located):  # the check made an object of its own, or it is a stack
        kind, _, name = finding.target.partition("/")
        document = rendered.terraform.get(name) if kind == "terraform" else rendered.named(kind, name)
    return document.places if isinstance(document, Located) else ()


@lru_cache(maxsize=64)
def _keywords(source: Path) -> dict[str, int]:
    """The first line of each field that an environment file names, and of the environment itself (the empty name)."""
    lines: dict[str, int] = {}
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.keyword) and node.arg:
            lines[node.arg] = min(node.lineno, lines.get(node.arg, node.lineno))
        elif isinstance(node, ast.Name) and node.id == "ENVIRONMENT" and isinstance(node.ctx, ast.Store):
            lines[""] = node.lineno
    return lines


def _line_in_source(source: Path, finding: Finding) -> int:
    """The line of the setting to change: the inner field before the section it stands in."""
    lines = _keywords(source)
    if finding.target == "settings":
        return lines.get(finding.path.split(".")[0], lines.get("", 1))
    for setting in finding.rule.settings:
        for name in reversed(setting.split(".")):
            if name in lines:
                return lines[name]
    return lines.get("", 1)
