"""How Kubernetes reads a NetworkPolicy: which flows of a pod its rules allow.

Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any, Literal

from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document

__all__ = ["Direction", "Need", "governs", "meets", "rules_of"]

Direction = Literal["Ingress", "Egress"]
_PEERS = {"Ingress": "from", "Egress": "to"}
_NAMESPACE = "kubernetes.io/metadata.name"


@dataclass(frozen=True, kw_only=True)
class Need:
    """A flow that must be possible: the other side (pods or a network), and the port that is called."""

    why: str
    port: int
    protocol: str = "TCP"
    namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    cidr: str = ""

    def __str__(self) -> str:
        """Other side and port."""
        pods = f"pods of namespace {self.namespace}" + (f" with {dict(self.labels)}" if self.labels else "")
        return f"{self.cidr or pods}, port {self.port}/{self.protocol}"


def governs(policy: Document, labels: Mapping[str, str], direction: Direction) -> bool:
    """Whether `policy` closes the pods with `labels` in a direction, but for its own rules."""
    if not selects(at(policy, "spec.podSelector"), labels):
        return False
    types = at(policy, "spec.policyTypes") or ["Ingress", *(["Egress"] if at(policy, "spec.egress") else [])]
    return direction in types


def rules_of(policy: Document, direction: Direction) -> Iterator[tuple[str, Document | None, Document | None]]:
    """Path, one peer and one port for each pair that a rule allows; None stands for all."""
    for number, rule in enumerate(mappings(at(policy, f"spec.{direction.lower()}"))):
        path = f"spec.{direction.lower()}.{number}"
        peers: list[Document | None] = [*mappings(rule.get(_PEERS[direction]))] or [None]
        ports: list[Document | None] = [*mappings(rule.get("ports"))] or [None]
        for peer in peers:
            for port in ports:
                yield path, peer, port


def meets(peer: Document | None, port: Document | None, need: Need, own: str, named: Mapping[str, int]) -> bool:
    """Whether a pair of peer and port allows `need`.

    Args:
        peer: One of the rule's peers, or None when it names none.
        port: One of the rule's ports, or None when it names none.
        need: The flow.
        own: Namespace of the policy.
        named: Numbers of the pod's own ports by name.
    """
    return _port_meets(port, need, named) and (peer is None or _peer_meets(peer, need, own))


def _port_meets(port: Document | None, need: Need, named: Mapping[str, int]) -> bool:
    if port is None:
        return True
    if port.get("protocol", "TCP") != need.protocol:
        return False
    first: Any = port.get("port")
    if first is None:
        return True
    first = named.get(first) if isinstance(first, str) else int(first)
    return first is not None and first <= need.port <= int(port.get("endPort", first))


def _peer_meets(peer: Document, need: Need, own: str) -> bool:
    block = peer.get("ipBlock")
    if block is not None:
        return bool(need.cidr) and _covers(mapping(block), need.cidr)
    if need.cidr:
        return False
    if "namespaceSelector" in peer:
        if not selects(peer["namespaceSelector"], {_NAMESPACE: need.namespace}):
            return False
    elif need.namespace != own:
        return False
    return selects(peer.get("podSelector"), need.labels)


def _covers(block: Document, cidr: str) -> bool:
    """Whether a block holds a network; the parts it leaves out must not be all of it."""
    return _within(cidr, str(block.get("cidr"))) and not any(_within(cidr, each) for each in block.get("except") or ())


def _within(cidr: str, other: str) -> bool:
    inner, outer = ip_network(cidr, strict=False), ip_network(other, strict=False)
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]
