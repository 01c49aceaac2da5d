"""Finds values that an engine promised but never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["UNRESOLVED", "unresolved"]

UNRESOLVED = re.compile(r"Token\[|Failed fetching value", re.IGNORECASE)
"""How cdk8s and cdktf write a value that is not known yet (`${TfToken[…]}`), or that a resolver failed to fetch."""

_SMALLEST_NUMBER = -1e200  # cdktf encodes a number that is not known yet as a float near -1.9e289


def unresolved(value: object, pattern: re.Pattern[str] = UNRESOLVED, path: str = "") -> Iterator[tuple[str, object]]:
    """Every place below `value`, keys of mappings too, that holds an unresolved value, with what stands there."""
    if isinstance(value, str):
        if pattern.search(value):
            yield path, value
    elif isinstance(value, float):
        if value < _SMALLEST_NUMBER:
            yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from unresolved(str(key), pattern, _below(path, key))
            yield from unresolved(inner, pattern, _below(path, key))
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from unresolved(inner, pattern, _below(path, number))


def _below(path: str, part: object) -> str:
    return f"{path}.{part}" if path else str(part)
