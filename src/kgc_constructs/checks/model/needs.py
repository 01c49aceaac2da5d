"""A flow that must be possible, and whether a pair of peer and port allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kgc_constructs.checks.model.network_policies import Pair
from kgc_constructs.checks.model.peers import holds, may_select, selects_namespace
from kgc_constructs.checks.model.ports import ports_of
from kgc_constructs.checks.model.reading import mapping, selects
from kgc_constructs.checks.model.rendered import Document

__all__ = ["ANYBODY", "BEYOND", "MAPPED", "OUTSIDE", "Need", "Seen", "meets"]

Seen = Mapping[str, Mapping[str, str]]
"""Labels of the namespaces that are rendered here, by name."""

OUTSIDE, BEYOND, ANYBODY = "networks outside the cluster", "other namespaces or networks", "anybody"
MAPPED = (80, 443)
"""Ports that a Service commonly maps to another one of its pods."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """A flow: the other side (pods, a network, or only a kind of place), and the port that is called.

    Attributes:
        why: What asks for it.
        port: The port of whoever is called.
        protocol: Of the flow.
        namespace: Of the other side's pods.
        labels: Of these pods.
        cidr: The other side, where it is a network.
        place: The other side, where only this much is known: `OUTSIDE`, `BEYOND` the namespace, or `ANYBODY`.
        names: Numbers of its ports by name, where it is called and known.
        sure: Whether this is all that can be known; else what is not known may be whatever a rule asks for.
    """

    why: str
    port: int
    protocol: str = "TCP"
    namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    cidr: str = ""
    place: str = ""
    names: Mapping[str, int] = field(default_factory=dict)
    sure: bool = True

    def __str__(self) -> str:
        """Other side and port."""
        pods = f"pods of namespace {self.namespace}" + (f" with {dict(self.labels)}" if self.labels else "")
        return f"{self.place or self.cidr or pods}, port {self.port}/{self.protocol}"


def meets(pair: Pair, need: Need, seen: Seen) -> bool:
    """Whether `pair` allows `need`."""
    return _port_meets(pair.port, need) and (pair.peer is None or _peer_meets(pair.peer, need, pair, seen))


def _port_meets(port: Document | None, need: Need) -> bool:
    if port is None:
        return True
    if str(port.get("protocol") or "TCP") != need.protocol:
        return False
    name = port.get("port")
    if not need.sure and (need.port in MAPPED or (isinstance(name, str) and name not in need.names)):
        return True
    allowed = ports_of(port, need.names)
    return allowed is not None and allowed.first <= need.port <= allowed.last


def _peer_meets(peer: Document, need: Need, pair: Pair, seen: Seen) -> bool:
    block = peer.get("ipBlock")
    if need.place:
        within = need.place == BEYOND and (peer.get("namespaceSelector") is not None or not peer.get("podSelector"))
        return need.place == ANYBODY or block is not None or within
    if block is not None:
        return bool(need.cidr) and holds(mapping(block), need.cidr)
    if need.cidr:
        return False
    if peer.get("namespaceSelector") is not None:
        if not selects_namespace(peer["namespaceSelector"], need.namespace, seen, strict=need.sure):
            return False
    elif need.namespace != pair.namespace:
        return False
    return (selects if need.sure else may_select)(peer.get("podSelector"), need.labels)
