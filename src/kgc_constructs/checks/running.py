"""Runs all checks."""

from __future__ import annotations

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.registry import CHECKS
from kgc_constructs.checks.rule import Finding, Severity
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment

__all__ = ["run_checks"]


def run_checks(rendered: Rendered, environment: Environment) -> None:
    """Hold what was rendered against every rule; a rule that needs both engines is left out when one is missing.

    Raises:
        CheckError: with every error that was found; a warning stops nothing.
    """
    found = (problem for check in CHECKS.values() for problem in check(rendered, environment))
    problems = [each for each in found if not isinstance(each, Finding) or each.rule.severity is Severity.ERROR]
    if problems:
        raise CheckError(problems)
