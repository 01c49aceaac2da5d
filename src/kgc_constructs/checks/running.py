"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kgc_constructs.checks import (
    certificate_hosts,
    drain,
    egress,
    ingress,
    metadata,
    names,
    pod_security,
    quota,
    references,
    scaling,
    secrets,
    selectors,
    state,
    tokens,
    vault_access,
)
from kgc_constructs.checks.rendered import Rendered
from kgc_constructs.errors import CheckError, Problem
from kgc_constructs.settings import Environment

__all__ = ["CHECKS", "Check", "run_checks"]

Check = Callable[[Rendered, Environment], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    module.__name__.rpartition(".")[2]: module.check
    for module in (
        certificate_hosts, drain, egress, ingress, metadata, names, pod_security, quota, references, scaling, secrets,
        selectors, state, tokens, vault_access,
    )
}  # fmt: skip
"""Every check by its subject."""


def run_checks(rendered: Rendered, environment: Environment) -> None:
    """Hold what was rendered against every rule; a rule that needs both engines is left out when one is missing.

    Raises:
        CheckError: with every problem that was found.
    """
    problems = [problem for check in CHECKS.values() for problem in check(rendered, environment)]
    if problems:
        raise CheckError(problems)
