"""What policies grant together on one path: the pattern that says most about it decides, and a denial wins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kgc_constructs.checks.model.vault_policies import Policy

__all__ = ["granted"]


def granted(policies: Iterable[Policy], path: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Capabilities, and the names of the policies that give them."""
    found = [
        (_weight(grant.path), grant.capabilities, policy.name)
        for policy in policies
        for grant in policy.grants
        if _matches(grant.path, path)
    ]
    if not found:
        return frozenset(), ()
    most = max(weight for weight, _, _ in found)
    deciding = [(capabilities, name) for weight, capabilities, name in found if weight == most]
    together = frozenset[str]().union(*(capabilities for capabilities, _ in deciding))
    if "deny" in together:
        return frozenset(), ()
    return together, tuple(dict.fromkeys(name for _, name in deciding))


def _matches(pattern: str, path: str) -> bool:
    """`*` at the end stands for anything, `+` for one segment."""
    parts = "".join("[^/]+" if part == "+" else re.escape(part) for part in re.split(r"(?<![^/])(\+)(?![^/])", pattern))
    return re.fullmatch(parts.removesuffix(r"\*") + (".*" if pattern.endswith("*") else ""), path) is not None


def _weight(pattern: str) -> tuple[bool, int, bool, int, int]:
    wild = [place for place, sign in enumerate(pattern) if sign in "*+"]
    return not wild, wild[0] if wild else len(pattern), not pattern.endswith("*"), -pattern.count("+"), len(pattern)
