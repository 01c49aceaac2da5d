"""How a rule is shown to hold: one thing is broken in what is right, and exactly that is reported."""

from __future__ import annotations

from typing import Any, NamedTuple

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.settings import Environment
from tests.checks.good import ENVIRONMENT, changed

__all__ = ["SIDECAR", "Case", "assert_reported"]

SIDECAR = "Deployment/kgc-sidecar"


class Case(NamedTuple):
    """What is changed (see `changed`), and the field that is then reported: a part of it, or all of it after `=`."""

    where: str
    path: str
    value: Any
    field: str


def assert_reported(
    check: str, case: Case, environment: Environment = ENVIRONMENT, rendered: Rendered | None = None
) -> None:
    """The check reports a problem at the field of `case`, and none before the change."""
    if rendered is not None:
        assert list(CHECKS[check](rendered, environment)) == []
    broken = changed(case.where, case.path, case.value, rendered)
    problems = list(CHECKS[check](broken, environment))
    assert problems, "the rule saw nothing"
    fields = [problem.field for problem in problems]
    assert case.field[1:] in fields if case.field.startswith("=") else any(case.field in field for field in fields), (
        fields
    )
    assert all(problem.field and problem.allowed and problem.reason for problem in problems)
