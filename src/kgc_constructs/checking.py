"""Checks environments without writing them, and manifests that somebody else made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from kgc_constructs.apps import file_of_app, load_environment, names_of_apps
from kgc_constructs.checks import Finding, Rendered, Verdict, facts_of, judge, judge_between
from kgc_constructs.checks.files.reading_paths import read_paths
from kgc_constructs.checks.files.walking import shown
from kgc_constructs.checks.model.work import TooMuch
from kgc_constructs.errors import InputError, Problem
from kgc_constructs.settings import Environment, Silence

__all__ = ["Checked", "check_all", "check_environment", "check_paths"]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was checked, and what was found.

    Attributes:
        environment: Name of the environment; empty for files from elsewhere.
        source: The file that describes the environment.
        rendered: The documents.
        verdict: What was found.
        silences: What is broken on purpose.
        files: Files that were read.
        others: Files without anything to check.
    """

    environment: str = ""
    source: Path | None = None
    rendered: Rendered
    verdict: Verdict
    silences: Sequence[Silence] = ()
    files: Sequence[str] = field(default=(), repr=False)
    others: Sequence[str] = field(default=(), repr=False)

    def reason_of(self, finding: Finding) -> str:
        """Why a silenced finding need not be mended."""
        named = {(each.rule, each.object): each.reason for each in self.silences}
        return named.get((finding.rule.id, finding.target), "")


def check_environment(environment: Environment, source: Path | None = None) -> Checked:
    """Render an environment, write nothing, and judge it with its settings."""
    from kgc_constructs.rendering import render  # noqa: PLC0415  # files from elsewhere need no engine

    rendered = render(environment)
    return Checked(
        environment=environment.slug,
        source=source,
        rendered=rendered,
        verdict=judge(rendered, environment),
        silences=environment.silences,
    )


def check_paths(paths: Sequence[Path], silences: Sequence[Silence] = ()) -> Checked:
    """Judge everything that lies in `paths` together, without any settings.

    Raises:
        InputError: if one of them cannot be read, or a folder holds nothing to check: nobody should take that for good.
    """
    reading = read_paths(paths)
    if not reading.files and any(path.is_dir() for path in paths):
        raise InputError(
            [
                Problem(
                    field="path",
                    value=", ".join(map(shown, paths)),
                    allowed="a folder with manifests or Terraform JSON",
                    reason=f"none of its {len(reading.others)} YAML and JSON files holds an object or a resource",
                )
            ],
            "There is nothing to check",
        )
    rendered = reading.rendered
    try:
        verdict = judge(rendered, None, silences)
    except TooMuch:
        raise InputError([_too_much(paths, rendered)], "Not everything can be judged") from None
    return Checked(
        rendered=rendered,
        verdict=verdict,
        silences=silences,
        files=reading.files,
        others=reading.others,
    )


def _too_much(paths: Sequence[Path], rendered: Rendered) -> Problem:
    return Problem(
        field="path",
        value=f"{', '.join(map(shown, paths))} with {len(rendered.kubernetes):,} objects",
        allowed="fewer objects that select one another",
        reason="each of thousands would be held against each of thousands; check one folder after the other",
    )


def check_all(names: Sequence[str], apps: Path, silences: Sequence[Silence] = ()) -> list[Checked]:
    """Check environments by name or file, and all other paths together; every environment when none is named.

    Raises:
        InputError: with everything that keeps it from running.
    """
    known = names_of_apps(apps)
    chosen = list(names) or known
    environments = [name for name in chosen if name in known or name.endswith(".py")]
    paths = [Path(name) for name in chosen if name not in environments]
    problems = [*_strangers(paths, known), *([] if chosen else [_no_apps(apps)])]
    loaded: list[tuple[Environment, Path]] = []
    for name in environments:
        try:
            loaded.append((load_environment(name, apps), file_of_app(name, apps)))
        except InputError as error:
            problems += [each.under(name) for each in error.problems]
    if problems:
        raise InputError(problems, "Nothing was checked")
    checked = [check_paths(paths, silences)] if paths else []
    judged = [_Judged(environment, check_environment(environment, source)) for environment, source in loaded]
    return [*_compared(judged), *checked]


class _Judged(NamedTuple):
    """An environment, and what was found in it alone."""

    environment: Environment
    checked: Checked


def _compared(judged: Sequence[_Judged]) -> Iterator[Checked]:
    """The same, with what was found between the environments."""
    verdict = judge_between([facts_of(each.environment, each.checked.rendered) for each in judged])
    for _, checked in judged:
        prefix = f"{checked.environment}: "
        own = {
            name: tuple(
                replace(each, field=each.field.removeprefix(prefix))
                for each in getattr(verdict, name)
                if each.field.startswith(prefix)
            )
            for name in ("errors", "warnings", "silenced")
        }
        more = {name: getattr(checked.verdict, name) + found for name, found in own.items()}
        yield replace(checked, verdict=Verdict(**more, unlisted=checked.verdict.unlisted))


def _strangers(paths: Iterable[Path], known: Sequence[str]) -> Iterator[Problem]:
    for path in paths:
        if not _exists(path):
            allowed = f"{', '.join(known) or '(no environment)'}, a file or a folder"
            yield Problem(field="argument", value=shown(path), allowed=allowed, reason="there is nothing of this name")


def _exists(path: Path) -> Any:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _no_apps(apps: Path) -> Problem:
    return Problem(field="--apps", value=str(apps), allowed="a folder of environments", reason="it describes none")
