"""Lists that a person reads: a message never grows with the folder it is about."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["few"]

_MOST = 10


def few(words: Iterable[str], between: str = ", ") -> str:
    """The first words, and how many there are besides."""
    known = list(words)
    more = len(known) - _MOST
    return between.join(known[:_MOST]) + (f" and {more} more" if more > 0 else "")
