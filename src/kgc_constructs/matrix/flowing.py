"""The flows between nodes: what NetworkPolicies leave open, led through the doors and named by what is called there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.flows import Flow as Open
from kgc_constructs.checks.model.flows import Side, allowed_flows
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.ports import Ports
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.model.urls import urls_of
from kgc_constructs.checks.network.callers import scrapers
from kgc_constructs.matrix.entries import Entry, entries
from kgc_constructs.matrix.facts import Flow, Kind, Node
from kgc_constructs.matrix.ports import port_words
from kgc_constructs.matrix.purposes import addresses_of, purpose_at, purpose_of, reached_by

__all__ = ["flows_of"]

_UNRESTRICTED = ("no NetworkPolicy restricts them",)
_INSIDE = "pod"


@dataclass(frozen=True)
class Part:
    """One opening between two nodes, and how the policy names the other side where the node is called otherwise."""

    source: Node
    target: Node
    ports: Ports
    policies: tuple[str, ...]
    peer: str = ""


def flows_of(rendered: Rendered) -> tuple[list[Node], list[Flow]]:
    """The pods, and every flow that is allowed; two pods that nothing restricts are not listed."""
    world = _World(rendered)
    flows = [Flow(source=door.callers, target=door.node, ports=door.ports) for door in world.doors]
    parts = [part for each in allowed_flows(rendered) for part in world.parts(each)]
    order = {node: number for number, node in enumerate(world.nodes.values())}
    parts.sort(key=lambda part: (order.get(part.source, -1), order.get(part.target, -1)))
    return list(world.nodes.values()), [*flows, *_joined(parts)]


class _World:
    """The documents, with what is read of them for every flow."""

    def __init__(self, rendered: Rendered) -> None:
        self.doors = entries(rendered)
        self.pods = {(_name(pod), pod.namespace): pod for pod in pods(rendered)}
        several = len({pod.namespace for pod in self.pods.values()}) > 1
        self.nodes = {key: _node(pod, several) for key, pod in self.pods.items()}
        self.addresses = {key: addresses_of(urls_of(rendered, pod)) for key, pod in self.pods.items()}
        self.scraped = {key: {need.port for need in scrapers(rendered, pod)} for key, pod in self.pods.items()}
        self.behind = {
            (door, key): list(door.targets(rendered, pod)) for door in self.doors for key, pod in self.pods.items()
        }

    def parts(self, flow: Open) -> Iterator[Part]:
        """What a flow is in the picture."""
        source, target = ((side.name, side.namespace) for side in (flow.source, flow.destination))
        if flow.source.kind == flow.destination.kind == _INSIDE:
            if flow.policies:
                yield Part(self.nodes[source], self.nodes[target], flow.ports, flow.policies)
        elif flow.source.kind == _INSIDE:
            yield from self._out(flow, source)
        else:
            yield from self._into(flow, target)

    def _into(self, flow: Open, key: tuple[str, str]) -> Iterator[Part]:
        through = [part for door in self.doors if door.comes_from(flow.peer) for part in self._through(door, flow, key)]
        yield from through
        if not through or flow.peer is None:
            what = "metrics scraper" if _only(flow.ports) in self.scraped[key] else "caller"
            yield Part(_outside(Kind.CALLER, flow, flow.source, what), self.nodes[key], flow.ports, flow.policies)

    def _through(self, door: Entry, flow: Open, key: tuple[str, str]) -> Iterator[Part]:
        for target in self.behind[door, key]:
            ports = flow.ports.both(target)
            if ports:
                yield Part(door.node, self.nodes[key], ports, flow.policies, flow.source.name if flow.peer else "")

    def _out(self, flow: Open, key: tuple[str, str]) -> Iterator[Part]:
        named = [each for each in self.addresses[key] if reached_by(flow.peer, key[1], each)]
        called = [each for each in named if flow.ports.both(Ports("TCP", each.port, each.port))]
        for each in called:
            node = Node(kind=Kind.DESTINATION, name=each.host, what=purpose_of(each))
            ports, peer = Ports("TCP", each.port, each.port), flow.destination.name if flow.peer else ""
            yield Part(self.nodes[key], node, ports, flow.policies, peer)
        if not called or flow.peer is None:
            node = _outside(Kind.DESTINATION, flow, flow.destination, purpose_at(flow.ports.first))
            yield Part(self.nodes[key], node, flow.ports, flow.policies)


def _name(pod: Pod) -> str:
    return f"{pod.owner.get('kind')}/{name_of(pod.owner)}"


def _node(pod: Pod, several: bool) -> Node:
    account = f"account {pod.service_account}"
    where = (f"namespace {pod.namespace}",) if pod.namespace else ()
    name, kind = _name(pod), str(pod.owner.get("kind"))
    if several:
        return Node(kind=Kind.POD, name=f"{name} in {pod.namespace}", what=kind, detail=(account,))
    return Node(kind=Kind.POD, name=name, what=kind, detail=(*where, account))


def _outside(kind: Kind, flow: Open, side: Side, what: str) -> Node:
    name = "anywhere" if kind is Kind.DESTINATION and flow.peer is None else side.name
    return Node(kind=kind, name=name, what=what, detail=() if flow.policies else _UNRESTRICTED)


def _only(ports: Ports) -> int | None:
    return ports.first if ports.first == ports.last else None


def _joined(parts: Iterable[Part]) -> list[Flow]:
    """One flow for each pair."""
    pairs: dict[tuple[Node, Node], list[Part]] = {}
    for part in parts:
        pairs.setdefault((part.source, part.target), []).append(part)
    return [
        Flow(
            source=source,
            target=target,
            ports=port_words(part.ports for part in found),
            policies=tuple(dict.fromkeys(name for part in found for name in part.policies)),
            peers=tuple(dict.fromkeys(part.peer for part in found if part.peer)),
        )
        for (source, target), found in pairs.items()
    ]
