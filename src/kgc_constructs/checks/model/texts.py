"""Every text of a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["Text", "texts_of"]

Text = tuple[str, str]
"""Its path, and the text."""


def texts_of(value: Any, path: str = "") -> list[Text]:
    """Every text below `value` with its path; what cdktf writes about itself (`//`) is left out."""
    found: list[Text] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: str, found: list[Text]) -> None:
    """Into one list: a generator for each level would hand every text up through all of them."""
    if isinstance(value, str):
        found.append((path, value))
        return
    if isinstance(value, dict):
        below: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list | tuple):
        below = enumerate(value)
    else:
        return
    for key, inner in below:
        if key != "//":
            here = f"{path}.{key}" if path else str(key)
            if inner.__class__ is str:  # most are: no call of its own for each
                found.append((here, inner))
            else:
                _collect(inner, here, found)
