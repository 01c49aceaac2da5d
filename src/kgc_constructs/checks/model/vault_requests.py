"""Whether Vault grants a request: its operation, its parameters, and how its answer is wrapped.

Source: https://developer.hashicorp.com/vault/docs/concepts/policies#fine-grained-control
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kgc_constructs.checks.model.vault_acl import Acl
from kgc_constructs.checks.model.vault_rules import PathRule, Values

__all__ = ["grants"]


def grants(acl: Acl, operation: str, path: str, data: Mapping[str, Any], wrapped: float | None = None) -> bool:
    """Whether a token may do `operation` (the capability's name) on `path` with these parameters.

    Args:
        acl: What the token may do.
        operation: `read`, `create`, `update`, `patch`, `delete` or `list`.
        path: Below `/v1/`.
        data: The request's parameters; names are taken in lower case, as Vault compares them.
        wrapped: Seconds for which the answer is wrapped, or None when it is not.
    """
    rule = acl.rule(path, listing=operation == "list")
    if rule is None or operation not in rule.capabilities or not _wrapping(rule, wrapped):
        return False
    if operation in ("delete", "list"):
        return True
    if any(name.lower() not in data for name in rule.required):
        return False
    return not data or (not _denied(rule.denied, data) and _allowed(rule.allowed, data))


def _wrapping(rule: PathRule, wrapped: float | None) -> bool:
    if rule.longest > 0 and (wrapped is None or wrapped > rule.longest):
        return False
    if rule.shortest > 0 and (wrapped is None or wrapped < rule.shortest):
        return False
    return not 0 < rule.longest < rule.shortest


def _denied(denied: Values | None, data: Mapping[str, Any]) -> bool:
    if not denied:
        return False
    return "*" in denied or any(
        name.lower() in denied and _among(value, denied[name.lower()]) for name, value in data.items()
    )


def _allowed(allowed: Values | None, data: Mapping[str, Any]) -> bool:
    if not allowed:
        return True
    return all(
        _among(value, allowed[name.lower()]) if name.lower() in allowed else "*" in allowed
        for name, value in data.items()
    )


def _among(value: Any, values: tuple[Any, ...]) -> bool:
    """An empty list holds every value; texts may have a `*` at either end."""
    return not values or any(_matches(pattern, value) for pattern in values)


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, str) and isinstance(value, str):
        return _glob(pattern, value)
    if isinstance(pattern, bool) or pattern is None:
        return type(pattern) is type(value) and pattern == value
    return False  # Vault holds a number of a policy and one of a request in different types, which are never equal


def _glob(pattern: str, text: str) -> bool:
    if pattern == "*" or "*" not in (pattern[:1], pattern[-1:]):
        return text == pattern
    middle = pattern.removeprefix("*").removesuffix("*")
    if pattern[0] == "*" == pattern[-1]:
        return middle in text
    return text.endswith(middle) if pattern[0] == "*" else text.startswith(middle)
