"""All rules and the modules that judge them, by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kgc_constructs.checks.availability import drain, quota, scaling
from kgc_constructs.checks.certificate import (
    authority,
    caa,
    expiry,
    exposure,
    hosts,
    load_balancer,
    region,
    usage,
    validation,
)
from kgc_constructs.checks.identity import vault_access
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network import (
    blocks,
    default_deny,
    effect,
    egress,
    ingress,
    openness,
    policy_ports,
    unneeded,
)  # fmt: skip
from kgc_constructs.checks.objects import metadata, names, references, selectors
from kgc_constructs.checks.pod_security import pod_security
from kgc_constructs.checks.rule import Rule
from kgc_constructs.checks.secrets import secrets
from kgc_constructs.checks.terraform import state, tokens
from kgc_constructs.errors import Problem

__all__ = ["CHECKS", "RULES", "Check"]

Check = Callable[[Rendered, Any], Iterator[Problem]]

_MODULES = (
    authority, blocks, caa, default_deny, drain, effect, egress, expiry, exposure, hosts, ingress, load_balancer,
    metadata, names, openness, pod_security, policy_ports, quota, references, region, scaling, secrets, selectors,
    state, tokens, unneeded, usage, validation, vault_access,
)  # fmt: skip

CHECKS: dict[str, Check] = {module.__name__.rpartition(".")[2]: module.check for module in _MODULES}
"""Every check by its subject."""

RULES: dict[str, Rule] = {rule.id: rule for module in _MODULES for rule in getattr(module, "RULES", ())}
"""Every rule by its id."""
