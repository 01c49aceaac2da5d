"""Values that stand where nobody expects them: a check must read past all of them."""

from __future__ import annotations

from typing import Any

__all__ = ["STRANGE", "broken"]

STRANGE: list[Any] = [None, 0, -1, 1.5, True, "", "x", "${x}", [], ["x"], [None], {}, {"a": None}, {"a": [1]}, [[{}]]]


def broken(document: Any, value: Any) -> list[Any]:
    """Copies of a document with the value in the place of each part; the first is the value alone."""
    if isinstance(document, dict):
        return [value, *({**document, key: each} for key in document for each in broken(document[key], value))]
    if isinstance(document, list):
        return [value, *([each] for inner in document[:1] for each in broken(inner, value))]
    return [value]
