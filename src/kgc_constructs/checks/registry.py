"""All rules and the modules that judge them, by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kgc_constructs.checks.availability import (
    autoscalers,
    budgets,
    containers,
    limit_ranges,
    probes,
    quotas,
    rollouts,
    spreading,
)
from kgc_constructs.checks.certificate import certificate_hosts
from kgc_constructs.checks.identity import vault_access
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network import egress, ingress
from kgc_constructs.checks.objects import metadata, names, references, selectors
from kgc_constructs.checks.pod_security import pod_security
from kgc_constructs.checks.rule import Rule
from kgc_constructs.checks.secrets import secrets
from kgc_constructs.checks.terraform import (
    changing,
    definitions,
    iam,
    latest,
    protection,
    providers,
    state,
    tokens,
)
from kgc_constructs.errors import Problem

__all__ = ["CHECKS", "RULES", "Check"]

Check = Callable[[Rendered, Any], Iterator[Problem]]

_MODULES = (
    autoscalers, budgets, containers, limit_ranges, probes, quotas, rollouts, spreading,
    certificate_hosts, egress, ingress, metadata, names, pod_security, references, secrets, selectors,
    changing, definitions, iam, latest, protection, providers, state, tokens, vault_access,
)  # fmt: skip

CHECKS: dict[str, Check] = {module.__name__.rpartition(".")[2]: module.check for module in _MODULES}
"""Every check by its subject."""

RULES: dict[str, Rule] = {rule.id: rule for module in _MODULES for rule in getattr(module, "RULES", ())}
"""Every rule by its id."""
