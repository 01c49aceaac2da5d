"""All rules and the modules that judge them, by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kgc_constructs.checks import (
    availability,
    certificate,
    files,
    identity,
    network,
    objects,
    pod_security,
    secrets,
    silencing,
    terraform,
)
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Rule
from kgc_constructs.errors import Problem

__all__ = ["CHECKS", "CHECK_OF", "RULES", "SUBJECTS", "Check"]

Check = Callable[[Rendered, Any], Iterator[Problem]]

SUBJECTS = (availability, certificate, files, identity, network, objects, pod_security, secrets, terraform)
"""The subjects; each package lists the modules that judge it."""

_MODULES = tuple(module for subject in SUBJECTS for module in subject.MODULES)

CHECKS: dict[str, Check] = {module.__name__.rpartition(".")[2]: module.check for module in _MODULES}
"""Every check by its module."""

RULES: dict[str, Rule] = {rule.id: rule for module in (*_MODULES, silencing) for rule in getattr(module, "RULES", ())}
"""Every rule by its id."""

CHECK_OF: dict[str, Check] = {rule.id: module.check for module in _MODULES for rule in getattr(module, "RULES", ())}
"""What judges each rule, by the rule's id."""
