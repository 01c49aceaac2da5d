"""Finds values that an engine promised but never filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["UNRESOLVED", "unresolved"]

UNRESOLVED = re.compile(r"Token\[|Failed fetching value", re.IGNORECASE)
"""How cdk8s and cdktf write a value that is not known yet (`${TfToken[…]}`), or that a resolver failed to fetch."""

_SMALLEST_NUMBER = -1e200  # cdktf encodes a number that is not known yet as a float near -1.9e289


def unresolved(value: object, pattern: re.Pattern[str] = UNRESOLVED, path: str = "") -> list[tuple[str, object]]:
    """Every place below `value`, keys of mappings too, that holds an unresolved value, with what stands there."""
    found: list[tuple[str, object]] = []
    _collect(value, pattern.search, path, found)
    return found


def _collect(value: object, search: Callable[[str], object], path: str, found: list[tuple[str, object]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            name = str(key)
            if _may_hold(name) and search(name):
                found.append((_below(path, name), name))
            if inner.__class__ is not str or _may_hold(inner):  # for most texts the answer is no
                _collect(inner, search, _below(path, name), found)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            if inner.__class__ is not str or _may_hold(inner):
                _collect(inner, search, _below(path, str(number)), found)
    elif isinstance(value, str):
        if _may_hold(value) and search(value):
            found.append((path, value))
    elif isinstance(value, float) and value < _SMALLEST_NUMBER:
        found.append((path, value))


def _may_hold(text: str) -> bool:
    """What every pattern has in it somewhere: this is found much faster than the pattern."""
    return "[" in text or "{" in text or " " in text


def _below(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
