"""How Kubernetes reads a NetworkPolicy: whom it governs, and what its rules allow.

Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = [
    "DIRECTIONS", "PEERS", "Direction", "Pair", "governs", "namespace_of", "network_policies", "pairs_of", "types_of",
]  # fmt: skip

Direction = Literal["Ingress", "Egress"]
DIRECTIONS: tuple[Direction, ...] = ("Ingress", "Egress")
PEERS: dict[Direction, str] = {"Ingress": "from", "Egress": "to"}
"""What a rule calls its peers."""


@dataclass(frozen=True)
class Pair:
    """One peer and one port that a rule allows together; None stands for all."""

    policy: Document
    path: str
    peer: Document | None
    port: Document | None

    @property
    def namespace(self) -> str:
        """Where a peer without a selector of namespaces is looked for."""
        return namespace_of(self.policy)


def namespace_of(document: Document) -> str:
    """Namespace of an object; empty where it says none."""
    return str(at(document, "metadata.namespace") or "")


def network_policies(rendered: Rendered) -> list[Document]:
    """The NetworkPolicies of Kubernetes itself; network plugins have kinds of the same name."""
    return [
        each
        for each in rendered.of_kind("NetworkPolicy")
        if str(each.get("apiVersion", "networking.k8s.io/v1")).startswith(("networking.k8s.io/", "extensions/"))
    ]


def types_of(policy: Document) -> list[Any]:
    """The directions it speaks about: where it does not say, ingress, and egress when it has rules for it."""
    said = at(policy, "spec.policyTypes")
    if isinstance(said, list) and said:
        return said
    return ["Ingress", *(["Egress"] if at(policy, "spec.egress") else [])]


def governs(policy: Document, pod: Pod, direction: Direction) -> bool:
    """Whether `policy` closes a direction of a pod, but for its own rules; pods in a node's network have none."""
    return (
        direction in types_of(policy)
        and namespace_of(policy) == pod.namespace
        and pod.spec.get("hostNetwork") is not True
        and selects(at(policy, "spec.podSelector"), pod.labels)
    )


def pairs_of(policy: Document, direction: Direction) -> Iterator[Pair]:
    """What the rules of a direction allow; an empty list of peers or of ports is as good as none."""
    for number, rule in enumerate(mappings(mapping(policy.get("spec")).get(direction.lower()))):
        peers: list[Document | None] = [*mappings(rule.get(PEERS[direction]))] or [None]
        ports: list[Document | None] = [*mappings(rule.get("ports"))] or [None]
        for peer in peers:
            for port in ports:
                yield Pair(policy, f"spec.{direction.lower()}.{number}", peer, port)
