"""What is really rendered passes every check, whichever choices an environment makes."""

from __future__ import annotations

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.checks import CHECKS, Rendered, judge
from kgc_constructs.settings import Environment
from kgc_constructs.testing import render
from tests.conftest import APPS
from tests.settings.bases import BASES


def problems(environment: Environment, rendered: Rendered) -> list[str]:
    return [str(finding) for finding in judge(rendered, environment).findings]


def errors(environment: Environment, rendered: Rendered) -> list[str]:
    return [str(finding) for finding in judge(rendered, environment).errors]


def test_the_apps_are_right(app_environment: Environment) -> None:
    assert problems(app_environment, render(app_environment)) == []


@pytest.mark.parametrize("base", BASES)
def test_every_choice_is_right(base: str) -> None:
    assert errors(BASES[base], render(BASES[base])) == []  # a choice may be worth a warning


def test_production_and_staging_are_told_apart() -> None:
    production, staging = (load_environment(name, APPS) for name in ("production", "staging"))
    rendered = render(production)
    found = {name for name, check in CHECKS.items() if list(check(rendered, staging))}
    assert found >= {"exposure", "egress", "metadata", "state"}
