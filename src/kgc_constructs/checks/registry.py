"""All rules and the modules that judge them, by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kgc_constructs.checks.availability import drain, quota, scaling
from kgc_constructs.checks.certificate import certificate_hosts
from kgc_constructs.checks.identity import vault_access
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network import egress, ingress
from kgc_constructs.checks.objects import metadata, names, references, selectors, wiring
from kgc_constructs.checks.pod_security import pod_security
from kgc_constructs.checks.rule import Rule
from kgc_constructs.checks.secrets import secrets
from kgc_constructs.checks.terraform import state, tokens
from kgc_constructs.errors import Problem

__all__ = ["CHECKS", "CHECK_OF", "RULES", "Check"]

Check = Callable[[Rendered, Any], Iterator[Problem]]

_MODULES = (
    certificate_hosts, drain, egress, ingress, metadata, names, pod_security, quota, references, scaling, secrets,
    selectors, state, tokens, vault_access, wiring,
)  # fmt: skip

CHECKS: dict[str, Check] = {module.__name__.rpartition(".")[2]: module.check for module in _MODULES}
"""Every check by its subject."""

RULES: dict[str, Rule] = {rule.id: rule for module in _MODULES for rule in getattr(module, "RULES", ())}
"""Every rule by its id."""

CHECK_OF: dict[str, Check] = {rule.id: module.check for module in _MODULES for rule in getattr(module, "RULES", ())}
"""What judges each rule, by the rule's id."""
