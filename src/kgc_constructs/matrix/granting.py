"""What policies grant together on one path, and which of them say so."""

from __future__ import annotations

from collections.abc import Collection

from kgc_constructs.checks.model.vault_acl import DENY, Acl
from kgc_constructs.checks.model.vault_policies import Policy

__all__ = ["granted"]


def granted(policies: Collection[Policy], path: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Capabilities, and the names of the policies that give them."""
    rule = Acl(rule for policy in policies for rule in policy.rules).rule(path)
    if rule is None or not rule.capabilities or rule.capabilities == DENY:
        return frozenset(), ()
    names = (policy.name for policy in policies if any(each.path == rule.path for each in policy.rules))
    return rule.capabilities, tuple(dict.fromkeys(names))
