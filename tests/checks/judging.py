"""What is found for one rule."""

from __future__ import annotations

from kgc_constructs.checks import CHECK_OF, Finding, Rendered, judge
from kgc_constructs.settings import Environment

__all__ = ["found"]


def found(rule: str, rendered: Rendered, environment: Environment | None) -> set[str]:
    """The rules that the check of `rule` finds broken; what is said about silences comes after all checks."""
    check = CHECK_OF.get(rule)
    problems = check(rendered, environment) if check else judge(rendered, environment).findings
    return {problem.rule.id for problem in problems if isinstance(problem, Finding)}
