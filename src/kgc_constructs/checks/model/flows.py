"""Who may talk to whom: every flow that the rendered NetworkPolicies leave open.

A flow between two pods that are rendered here needs the word of both: the egress of the one and the ingress of the
other. Of everybody else only this side is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kgc_constructs.checks.model.network_policies import (
    DIRECTIONS,
    Direction,
    Pair,
    governs,
    network_policies,
    pairs_of,
)
from kgc_constructs.checks.model.peer_words import network_words, pod_words
from kgc_constructs.checks.model.peers import NAMESPACE, labels_of_namespaces, selects_namespace
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.ports import HIGHEST, Ports, named_ports, ports_of
from kgc_constructs.checks.model.reading import at, mapping, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["ANYONE", "Flow", "Side", "allowed_flows"]


@dataclass(frozen=True, order=True)
class Side:
    """One end of a flow.

    Attributes:
        kind: `pod` (rendered here), `pods` (elsewhere), `network`, or `anyone`.
        name: `Kind/name` of a pod's owner, or words for everybody else.
        namespace: Of a pod that is rendered here.
    """

    kind: str
    name: str
    namespace: str = ""


@dataclass(frozen=True, order=True)
class Flow:
    """Who may call whom, on which ports, and by which policies; without any, nothing forbids it.

    Attributes:
        source: Who calls.
        destination: Who is called.
        ports: At which ports.
        policies: By which policies.
        peer: The side that is not rendered here, as the policy writes it.
    """

    source: Side
    destination: Side
    ports: Ports
    policies: tuple[str, ...] = ()
    peer: Document | None = field(default=None, compare=False, repr=False)


ANYONE = Side("anyone", "anyone")


def allowed_flows(rendered: Rendered) -> list[Flow]:
    """Every open flow once, sorted; what a pod says to itself is left out."""
    return sorted(set(_World(rendered).flows()))


class _World:
    """The pods with what is open to them."""

    def __init__(self, rendered: Rendered) -> None:
        self.pods = list(pods(rendered))
        self.namespaces = labels_of_namespaces(rendered)
        self.policies = network_policies(rendered)
        self.named = [named_ports(pod) for pod in self.pods]
        self.open = {direction: [self._open(pod, direction) for pod in self.pods] for direction in DIRECTIONS}

    def flows(self) -> Iterator[Flow]:
        """Egress and ingress of pods against each other, then each against the rest of the world."""
        for number, pod in enumerate(self.pods):
            for pair in self.open["Egress"][number]:
                yield from self._to_pods(number, pair)
                if (rest := self._rest(pair)) and (ports := _asked(pair)):
                    yield Flow(_side(pod), rest, ports, _names(pair), _peer(pair))
            for pair in self.open["Ingress"][number]:
                if (rest := self._rest(pair)) and (ports := ports_of(_port(pair), self.named[number])):
                    yield Flow(rest, _side(pod), ports, _names(pair), _peer(pair))

    def _to_pods(self, number: int, out: Pair | None) -> Iterator[Flow]:
        source = self.pods[number]
        for other, destination in enumerate(self.pods):
            if other == number or not self._fits(out, destination):
                continue
            asked = ports_of(_port(out), self.named[other])
            for entry in self.open["Ingress"][other]:
                admitted = ports_of(_port(entry), self.named[other])
                if asked and admitted and self._fits(entry, source) and (ports := asked.both(admitted)):
                    yield Flow(_side(source), _side(destination), ports, _names(out, entry))

    def _open(self, pod: Pod, direction: Direction) -> list[Pair | None]:
        """What is open; None is everything, as long as no policy governs the pod."""
        governing = [policy for policy in self.policies if governs(policy, pod, direction)]
        return [pair for policy in governing for pair in pairs_of(policy, direction)] if governing else [None]

    def _fits(self, pair: Pair | None, pod: Pod) -> bool:
        """Whether a pair's peer is a pod that is rendered here; networks are for what is outside the cluster."""
        if pair is None or pair.peer is None:
            return True
        if "ipBlock" in pair.peer or pod.spec.get("hostNetwork") is True:
            return False
        selector = pair.peer.get("namespaceSelector")
        if selector is None:
            near = pod.namespace == pair.namespace
        else:
            near = selects_namespace(selector, pod.namespace, self.namespaces)
        return near and selects(pair.peer.get("podSelector"), pod.labels)

    def _rest(self, pair: Pair | None) -> Side | None:
        """The other end, apart from pods that are rendered here; None when there is nobody else."""
        if pair is None or pair.peer is None:
            return ANYONE
        block = pair.peer.get("ipBlock")
        if block is not None:
            return Side("network", network_words(mapping(block)))
        named = "namespaceSelector" not in pair.peer or NAMESPACE in mapping(
            at(pair.peer, "namespaceSelector.matchLabels")
        )
        here = named and pair.peer.get("podSelector") and any(self._fits(pair, pod) for pod in self.pods)
        return None if here else Side("pods", pod_words(pair))


def _port(pair: Pair | None) -> Document | None:
    return pair.port if pair else None


def _peer(pair: Pair | None) -> Document | None:
    return pair.peer if pair else None


def _asked(pair: Pair | None) -> Ports | None:
    """Ports of somebody who is not rendered here: what a name stands for there is not known."""
    port = _port(pair)
    if port and isinstance(port.get("port"), str):
        return Ports(str(port.get("protocol") or "TCP"), 0, HIGHEST)
    return ports_of(port, {})


def _side(pod: Pod) -> Side:
    return Side("pod", f"{pod.owner.get('kind')}/{name_of(pod.owner)}", pod.namespace)


def _names(*pairs: Pair | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name_of(pair.policy) for pair in pairs if pair is not None))
