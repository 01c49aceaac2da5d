"""Ports in words, those of several protocols together."""

from __future__ import annotations

from collections.abc import Iterable

from kgc_constructs.checks.model.ports import HIGHEST, Ports

__all__ = ["port_words"]


def port_words(ports: Iterable[Ports]) -> tuple[str, ...]:
    """Each range once, in order."""
    numbers: dict[tuple[int, int], set[str]] = {}
    for each in ports:
        numbers.setdefault((each.first, each.last), set()).add(each.protocol)
    return tuple(_words("+".join(sorted(protocols - {""})), *span) for span, protocols in sorted(numbers.items()))


def _words(protocol: str, first: int, last: int) -> str:
    span = "every port" if (first, last) == (0, HIGHEST) else f"{first}" + (f"-{last}" if last > first else "")
    return f"{protocol} {span}".strip()
