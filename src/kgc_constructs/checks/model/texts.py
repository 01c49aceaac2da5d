"""Every text of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["texts_of"]


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text below `value` with its path; what cdktf writes about itself (`//`) is left out."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key != "//":
                yield from texts_of(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from texts_of(inner, f"{path}.{number}")
