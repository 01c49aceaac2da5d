"""All rules and the modules that judge them, by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kgc_constructs.checks import (
    availability,
    certificate,
    environments,
    files,
    identity,
    network,
    objects,
    pod_security,
    secrets,
    silencing,
    terraform,
)
from kgc_constructs.checks.environments.facts import Facts
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["BETWEEN_OF", "CHECKS", "CHECK_OF", "RULES", "SUBJECTS", "SUBJECT_OF", "Between", "Check"]

Check = Callable[[Rendered, Environment | None], Iterator[Finding]]
Between = Callable[[Sequence[Facts]], Iterator[tuple[Facts, Finding]]]

SUBJECTS = (
    availability,
    certificate,
    environments,
    files,
    identity,
    network,
    objects,
    pod_security,
    secrets,
    terraform,
)
"""The subjects; each package lists the modules that judge it."""

_MODULES = tuple(module for subject in SUBJECTS if subject is not environments for module in subject.MODULES)

CHECKS: dict[str, Check] = {module.__name__.rpartition(".")[2]: module.check for module in _MODULES}
"""Every check by its module."""

RULES: dict[str, Rule] = {
    rule.id: rule for module in (*_MODULES, *environments.MODULES, silencing) for rule in module.RULES
}
"""Every rule by its id."""

CHECK_OF: dict[str, Check] = {rule.id: module.check for module in _MODULES for rule in module.RULES}
"""What judges each rule in the documents of one environment, by the rule's id."""

BETWEEN_OF: dict[str, Between] = {rule.id: module.check for module in environments.MODULES for rule in module.RULES}
"""What judges each rule between environments, by the rule's id."""

SUBJECT_OF: dict[str, str] = {rule.id: "silences" for rule in silencing.RULES} | {
    rule.id: subject.__name__.rpartition(".")[2]
    for subject in SUBJECTS
    for module in subject.MODULES
    for rule in module.RULES
}
"""The subject of each rule, by the rule's id."""
