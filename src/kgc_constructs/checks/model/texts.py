"""Every text of a document."""

from __future__ import annotations

from typing import Any

__all__ = ["texts_of"]


def texts_of(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every text below `value` with its path; what cdktf writes about itself (`//`) is left out."""
    found: list[tuple[str, str]] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: str, found: list[tuple[str, str]]) -> None:
    """Into one list: a generator for each level would hand every text up through all of them."""
    if isinstance(value, str):
        found.append((path, value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "//":
                _collect(inner, f"{path}.{key}" if path else str(key), found)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _collect(inner, f"{path}.{number}", found)
