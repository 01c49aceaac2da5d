"""Runs all checks: what is wrong, in the same order each time, without what the environment breaks on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.registry import CHECKS, RULES
from kgc_constructs.checks.rule import Finding, Severity
from kgc_constructs.checks.silencing import silenced, unused
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment, Silence

__all__ = ["Verdict", "judge", "run_checks"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Everything that was found.

    Attributes:
        errors: What must not be deployed.
        warnings: What a person should look at.
        silenced: What the environment breaks on purpose.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()

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
    found = sorted((each for check in CHECKS.values() for each in check(rendered, environment)), key=_place)
    kept = [each for each in found if not silenced(each, silences)]
    if environment is None or (rendered.kubernetes and rendered.terraform):
        kept = [*unused(rendered, found, silences, RULES, whole=environment is not None), *kept]
    return Verdict(
        errors=tuple(each for each in kept if each.rule.severity is Severity.ERROR),
        warnings=tuple(each for each in kept if each.rule.severity is Severity.WARNING),
        silenced=tuple(each for each in found if silenced(each, silences)),
    )


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
