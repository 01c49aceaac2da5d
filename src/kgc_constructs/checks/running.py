"""Runs all checks: what is wrong, in the same order each time, without what the environment breaks on purpose."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.registry import CHECKS, RULES
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.checks.silencing import unused
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment, Silence

__all__ = ["Verdict", "judge", "run_checks"]

MOST = 1_000
"""Findings that are listed of a rule in files from elsewhere: nobody reads more, and a folder may break it a million
times. Of an environment everything is told at once.
"""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Everything that was found.

    Attributes:
        errors: What must not be deployed.
        warnings: What a person should look at.
        silenced: What the environment breaks on purpose.
        unlisted: How often a rule is broken besides, where it is broken more often than anybody reads.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()
    unlisted: Mapping[Rule, int] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Errors first, then warnings."""
        return self.errors + self.warnings


def judge(rendered: Rendered, environment: Environment | None, silences: Sequence[Silence] = ()) -> Verdict:
    """Hold documents against every rule.

    Args:
        rendered: The documents; a rule that needs both engines is left out when one is missing.
        environment: What they were rendered from; None for documents from elsewhere.
        silences: Rules that are broken on purpose, besides those of the environment.
    """
    silences = (*environment.silences, *silences) if environment else tuple(silences)
    found = _Found(silences, most=MOST if environment is None else math.inf)
    for check in CHECKS.values():
        for each in check(rendered, environment):
            found.take(each)
    kept = sorted(found.kept, key=_place)
    if environment is None or (rendered.kubernetes and rendered.terraform):
        kept = [*unused(rendered, found.broken, silences, RULES, whole=environment is not None), *kept]
    return Verdict(
        errors=tuple(each for each in kept if each.rule.severity is Severity.ERROR),
        warnings=tuple(each for each in kept if each.rule.severity is Severity.WARNING),
        silenced=tuple(sorted(found.silenced, key=_place)),
        unlisted=found.unlisted,
    )


class _Found:
    """What is found, one after the other, no more of it than anybody reads."""

    def __init__(self, silences: Sequence[Silence], *, most: float) -> None:
        self._most = most
        self._on_purpose = {(each.rule, each.object) for each in silences}
        self.broken: set[tuple[str, str]] = set()
        self._listed: Counter[Rule] = Counter()
        self.unlisted: Counter[Rule] = Counter()
        self.kept: list[Finding] = []
        self.silenced: list[Finding] = []

    def take(self, finding: Finding) -> None:
        """Keep, count or set it aside."""
        place = finding.rule.id, finding.target
        if place in self._on_purpose:
            self.broken.add(place)
            self.silenced.append(finding)
            return
        if self._listed[finding.rule] < self._most:
            self._listed[finding.rule] += 1
            self.kept.append(finding)
        else:
            self.unlisted[finding.rule] += 1


def run_checks(rendered: Rendered, environment: Environment) -> tuple[Finding, ...]:
    """Hold what was rendered against every rule, and hand out the warnings.

    Raises:
        CheckError: with every error that was found.
    """
    verdict = judge(rendered, environment)
    if verdict.errors:
        raise CheckError(verdict.errors)
    return verdict.warnings


def _place(finding: Finding) -> tuple[str, ...]:
    return finding.target, finding.path, finding.rule.id, repr(finding.value)
