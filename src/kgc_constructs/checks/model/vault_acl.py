"""Which block of a set of policies decides about a path, by Vault's rules of priority.

An exact path comes first; then, of all patterns that match, the one whose first wildcard stands furthest back, that
does not end in `*`, has the fewest `+`, and is the longest. What several policies say about the same path is put
together; `deny` outweighs the rest of it.

Source: https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kgc_constructs.checks.model.vault_rules import PathRule, Values

__all__ = ["DENY", "Acl"]

DENY = frozenset({"deny"})


class Acl:
    """What a token with a set of policies may do."""

    def __init__(self, rules: Iterable[PathRule]) -> None:
        self._exact: dict[str, PathRule] = {}
        self._prefixes: dict[str, PathRule] = {}
        self._segments: dict[str, PathRule] = {}
        for rule in rules:
            place, key = self._place(rule.path)
            place[key] = _merged(place[key], rule) if key in place else rule

    def capabilities(self, path: str) -> frozenset[str]:
        """What `sys/capabilities` answers: the capabilities, or `deny` alone."""
        rule = self.rule(path, listing=True)
        return (rule.capabilities if rule else frozenset()) or DENY

    def rule(self, path: str, *, listing: bool = False) -> PathRule | None:
        """The block that decides about `path`; one that lists is also looked for without the slash at the end."""
        path = path.lstrip("/")
        bare = path.removesuffix("/") if listing else path
        found = self._exact.get(path) or self._exact.get(bare) or self._by_pattern(path)
        return found if found or bare == path else self._by_pattern(bare)

    def _place(self, path: str) -> tuple[dict[str, PathRule], str]:
        if path == "+" or "/+" in path or path.startswith("+/"):
            return self._segments, path
        if path.endswith("*"):
            return self._prefixes, path.removesuffix("*")
        return self._exact, path

    def _by_pattern(self, path: str) -> PathRule | None:
        matching: list[tuple[tuple[Any, ...], PathRule]] = []
        for length in range(len(path), -1, -1) if self._prefixes else ():
            if (prefix := path[:length]) in self._prefixes:
                matching.append(((length, False, 0, length, prefix), self._prefixes[prefix]))
                break
        parts = path.split("/")
        for pattern, rule in self._segments.items():
            if (wildcards := _wildcards(pattern, parts)) is not None:
                bare = pattern.removesuffix("*")
                rank = (pattern.index("+"), bare == pattern, -wildcards, len(bare.encode()), bare)
                matching.append((rank, rule))
        return max(matching, key=lambda each: each[0])[1] if matching else None


def _wildcards(pattern: str, parts: list[str]) -> int | None:
    """How many `+` of a pattern stand for a part of the path, or None when it does not match."""
    bare = pattern.removesuffix("*")
    wanted = bare.split("/")
    if len(parts) < len(wanted) or (bare == pattern and len(parts) != len(wanted)):
        return None
    for number, part in enumerate(wanted):
        open_end = bare != pattern and number == len(wanted) - 1
        if part not in ("+", parts[number]) and not (open_end and parts[number].startswith(part)):
            return None
    return wanted.count("+")


def _merged(one: PathRule, other: PathRule) -> PathRule:
    if one.capabilities == DENY:
        return one
    if other.capabilities == DENY:
        return replace(one, capabilities=DENY, allowed=None, denied=None)
    return replace(
        one,
        capabilities=one.capabilities | other.capabilities,
        allowed=_together(one.allowed, other.allowed),
        denied=_together(one.denied, other.denied),
        required=tuple(dict.fromkeys((*one.required, *other.required))),
        shortest=_least(one.shortest, other.shortest),
        longest=_least(one.longest, other.longest),
    )


def _together(one: Values | None, other: Values | None) -> Values | None:
    """The values of both; where one of them takes any value of a parameter, so do they together."""
    if not other or one is None:
        return other or one
    both = dict(one)
    for key, values in other.items():
        either_is_open = not values or (key in one and not one[key])
        both[key] = () if either_is_open else (*values, *one.get(key, ()))
    return both


def _least(one: float, other: float) -> float:
    return min(one, other) if one > 0 and other > 0 else (other if other > 0 else one)
