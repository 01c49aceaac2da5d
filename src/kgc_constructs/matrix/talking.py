"""Who may talk to whom: the rules of the NetworkPolicies, pod by pod."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.flows import Direction, governs, rules_of
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.matrix.facts import Kind, Node
from kgc_constructs.matrix.ports import ANY, Ports, ports_of_rule

__all__ = ["Opening", "Party", "numbers_of", "parties"]


@dataclass(frozen=True, eq=False)  # each is itself: a peer cannot be hashed
class Opening:
    """One peer that may call, or be called: at which ports, by which policy (empty where none restricts the pod)."""

    peer: dict[str, Any] | None
    ports: Ports
    policy: str


@dataclass(frozen=True)
class Party:
    """A pod of the documents, and what its policies open."""

    pod: Pod
    node: Node
    ingress: tuple[Opening, ...]
    egress: tuple[Opening, ...]


def parties(rendered: Rendered) -> list[Party]:
    """Every pod of the documents."""
    policies = list(rendered.of_kind("NetworkPolicy"))
    several = len({pod.namespace for pod in pods(rendered)}) > 1
    return [
        Party(
            pod,
            _node(pod, several),
            tuple(_openings(pod, policies, "Ingress", numbers_of(pod))),
            tuple(_openings(pod, policies, "Egress", {})),
        )
        for pod in pods(rendered)
    ]


def numbers_of(pod: Pod) -> dict[str, int]:
    """Numbers of the container ports by name."""
    return {
        str(port.get("name")): port["containerPort"]
        for _, container in pod.containers()
        for port in mappings(container.get("ports"))
        if isinstance(port.get("containerPort"), int)
    }


def _node(pod: Pod, several: bool) -> Node:
    detail = [f"namespace {pod.namespace}"] if pod.namespace else []
    kind = str(pod.owner.get("kind"))
    name = f"{kind}/{name_of(pod.owner)}"
    return Node(
        kind=Kind.POD,
        name=f"{name} ({pod.namespace})" if several else name,
        what=kind,
        detail=(*([] if several else detail), f"account {pod.service_account}"),
    )


def _openings(pod: Pod, policies: list[Document], direction: Direction, numbers: dict[str, int]) -> Iterator[Opening]:
    own = [each for each in policies if (at(each, "metadata.namespace") or "") == pod.namespace]
    governing = [each for each in own if governs(each, pod.labels, direction)]
    if not governing:
        yield Opening(None, ANY, "")
    for policy in governing:
        for _, peer, port in rules_of(policy, direction):
            ports = ports_of_rule(port, numbers)
            if ports:
                yield Opening(peer, ports, name_of(policy))
