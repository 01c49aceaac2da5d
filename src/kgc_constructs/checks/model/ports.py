"""Ports: as numbers, ranges, and names that a pod gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mappings
from kgc_constructs.checks.model.rendered import Document

__all__ = ["EVERY_PORT", "HIGHEST", "PROTOCOLS", "Ports", "named_ports", "port_number", "ports_of"]

HIGHEST = 65535
PROTOCOLS = ("TCP", "UDP", "SCTP")


class Ports(NamedTuple):
    """Ports of one protocol, from the first to the last; no protocol stands for all of them."""

    protocol: str
    first: int
    last: int

    def __str__(self) -> str:
        """As a person writes it."""
        if (self.first, self.last) == (0, HIGHEST):
            return f"every port/{self.protocol}" if self.protocol else "every port"
        return f"{self.first}{f'-{self.last}' if self.last > self.first else ''}/{self.protocol or 'any'}"

    def both(self, other: Ports) -> Ports | None:
        """What is in both, or None."""
        if self.protocol and other.protocol and self.protocol != other.protocol:
            return None
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Ports(self.protocol or other.protocol, first, last) if first <= last else None


EVERY_PORT = Ports("", 0, HIGHEST)


def port_number(value: Any) -> int | None:
    """A port's number, or None when it is a name or nothing that can be a port."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= HIGHEST else None


def named_ports(pod: Pod) -> dict[str, int]:
    """Numbers of the container ports by name."""
    return {
        str(port["name"]): number
        for _, container in pod.containers("containers", "initContainers")
        for port in mappings(container.get("ports"))
        if "name" in port and (number := port_number(port.get("containerPort"))) is not None
    }


def ports_of(port: Document | None, named: Mapping[str, int]) -> Ports | None:
    """What a NetworkPolicyPort allows of a pod whose ports have these names; None is nothing at all."""
    if port is None:
        return EVERY_PORT
    protocol, first = str(port.get("protocol") or "TCP"), port.get("port")
    if first is None:
        return Ports(protocol, 0, HIGHEST)
    number = named.get(first) if isinstance(first, str) else port_number(first)
    if number is None:
        return None
    last = port_number(port.get("endPort")) if isinstance(first, int) else None
    return Ports(protocol, number, number if last is None else last) if last is None or last >= number else None
