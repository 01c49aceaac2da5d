"""Ports that a rule opens, as sets that can be cut with each other and read by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

__all__ = ["ANY", "Ports", "common", "ports_of_rule", "text_of"]

_LAST = 65535


class Ports(NamedTuple):
    """A range of ports of one protocol; an empty protocol stands for all."""

    protocol: str
    first: int
    last: int

    def __str__(self) -> str:
        """Protocol and numbers."""
        if (self.first, self.last) == (0, _LAST):
            return f"{self.protocol} any port" if self.protocol else "any port"
        return f"{self.protocol} {self.first}" + (f"-{self.last}" if self.last != self.first else "")


ANY = Ports("", 0, _LAST)


def ports_of_rule(port: Mapping[str, Any] | None, named: Mapping[str, int]) -> Ports | None:
    """What one entry of a rule's `ports` opens on a pod whose ports are called `named`; None when that is nothing."""
    if port is None:
        return ANY
    protocol, first = str(port.get("protocol") or "TCP"), port.get("port")
    if first is None:
        return Ports(protocol, 0, _LAST)
    if isinstance(first, str) and not first.isdigit():
        first = named.get(first)
    if first is None:
        return None
    last = port.get("endPort")
    return Ports(protocol, int(first), int(last) if isinstance(last, int) else int(first))


def common(some: Iterable[Ports], others: Iterable[Ports]) -> list[Ports]:
    """What both open."""
    found = []
    others = list(others)
    for one in some:
        for other in others:
            first, last = max(one.first, other.first), min(one.last, other.last)
            same = not one.protocol or not other.protocol or one.protocol == other.protocol
            if same and first <= last:
                found.append(Ports(one.protocol or other.protocol, first, last))
    return found


def text_of(ports: Iterable[Ports]) -> tuple[str, ...]:
    """Each once, in order; those of several protocols together."""
    numbers: dict[tuple[int, int], set[str]] = {}
    for each in ports:
        numbers.setdefault((each.first, each.last), set()).add(each.protocol)
    return tuple(str(Ports("+".join(sorted(protocols - {""})), *span)) for span, protocols in sorted(numbers.items()))
