"""What a network plugin would make of NetworkPolicies: may this connection be opened?

Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any, Literal

Direction = Literal["Ingress", "Egress"]
_WORDS = {"Ingress": ("ingress", "from"), "Egress": ("egress", "to")}


@dataclass(frozen=True)
class Pod:
    """One end of a connection, inside the cluster."""

    namespace: str
    labels: Mapping[str, str] = field(default_factory=dict)


End = Pod | str
"""A pod, or an address outside the cluster."""


@dataclass(frozen=True)
class Traffic:
    """The policies of one namespace."""

    policies: tuple[Mapping[str, Any], ...]

    @classmethod
    def under(cls, documents: Iterable[Mapping[str, Any]]) -> Traffic:
        """The traffic under those of `documents` that are NetworkPolicies."""
        return cls(tuple(each for each in documents if each["kind"] == "NetworkPolicy"))

    def leaves(self, pod: Pod, to: End, port: int, protocol: str = "TCP") -> bool:
        """Whether `pod` may open a connection."""
        return self._allows("Egress", pod, to, port, protocol)

    def enters(self, pod: Pod, source: End, port: int, protocol: str = "TCP") -> bool:
        """Whether a connection to `pod` may be opened."""
        return self._allows("Ingress", pod, source, port, protocol)

    def _allows(self, direction: Direction, pod: Pod, other: End, port: int, protocol: str) -> bool:
        chosen = [
            each
            for each in self.policies
            if each["metadata"]["namespace"] == pod.namespace
            and _selects(each["spec"]["podSelector"], pod.labels)
            and direction in each["spec"]["policyTypes"]
        ]
        rules, peers = _WORDS[direction]
        return not chosen or any(
            _port_fits(rule, port, protocol) and any(_is(peer, other, pod.namespace) for peer in rule[peers])
            for policy in chosen
            for rule in policy["spec"].get(rules, [])
        )


def _port_fits(rule: Mapping[str, Any], port: int, protocol: str) -> bool:
    return any(each["port"] == port and each["protocol"] == protocol for each in rule["ports"])


def _is(peer: Mapping[str, Any], end: End, namespace: str) -> bool:
    if isinstance(end, str):
        return "ipBlock" in peer and _in_block(peer["ipBlock"], end)
    if "ipBlock" in peer:
        return False
    there = peer.get("namespaceSelector")
    place = {"kubernetes.io/metadata.name": end.namespace}
    right_place = end.namespace == namespace if there is None else _selects(there, place)
    return right_place and _selects(peer.get("podSelector", {}), end.labels)


def _in_block(block: Mapping[str, Any], address: str) -> bool:
    return _holds(block["cidr"], address) and not any(_holds(each, address) for each in block.get("except", ()))


def _holds(network: str, address: str) -> bool:
    return ip_address(address) in ip_network(network)


def _selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    assert selector.keys() <= {"matchLabels"}, "only labels are understood here"
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
