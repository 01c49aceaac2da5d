"""Nothing is said about an environment in which everything is right."""

from __future__ import annotations

import pytest

from kgc_constructs.checks import CHECKS, Rendered, run_checks
from kgc_constructs.errors import CheckError
from tests.checks.good import ENVIRONMENT, changed, good


@pytest.mark.parametrize("check", CHECKS)
def test_what_is_right_passes(check: str) -> None:
    assert [str(problem) for problem in CHECKS[check](good(), ENVIRONMENT)] == []


@pytest.mark.parametrize("check", CHECKS)
def test_one_engine_alone_passes(check: str) -> None:
    for one in (Rendered(good().kubernetes), Rendered(terraform=good().terraform), Rendered()):
        assert [str(problem) for problem in CHECKS[check](one, ENVIRONMENT)] == []


def test_every_problem_is_reported_at_once() -> None:
    broken = changed("Deployment/kgc-sidecar", "spec|template|spec|hostPID", True)
    broken = changed("vault", "terraform|required_providers|vault|version", ">= 5.6", broken)
    with pytest.raises(CheckError) as error:
        run_checks(broken, ENVIRONMENT)
    fields = [problem.field for problem in error.value.problems]
    assert fields == [
        "Deployment/kgc-sidecar: spec.template.spec.hostPID",
        "terraform/vault: terraform.required_providers.vault.version",
    ]
    assert all(problem.allowed and problem.reason for problem in error.value.problems)
