"""The flows between parties: through doors, between pods of the documents, and with what stands outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.urls import urls_of
from kgc_constructs.matrix.entries import Entry, entries
from kgc_constructs.matrix.facts import Flow, Kind, Node
from kgc_constructs.matrix.peers import is_meant_for, peer_text, selects_pod
from kgc_constructs.matrix.ports import Ports, common, text_of
from kgc_constructs.matrix.purposes import Address, addresses_of, purpose_at, purpose_of, reached_by
from kgc_constructs.matrix.talking import Opening, Party, numbers_of, parties

__all__ = ["flows_of"]

_METRICS = ("metrics", "prometheus")
_FEW = 4  # so many ports may be looked at for a name; a wider range says nothing about a purpose
_UNRESTRICTED = ("no NetworkPolicy restricts them",)


@dataclass(frozen=True)
class Part:
    """One opening of a flow, and how the policy names the other side."""

    source: Node
    target: Node
    ports: Ports
    policy: str
    peer: tuple[str, ...] = ()


def flows_of(rendered: Rendered) -> tuple[list[Node], list[Flow]]:
    """The pods, and every flow that is allowed."""
    everybody, doors = parties(rendered), entries(rendered)
    flows = [Flow(source=door.callers, target=door.node, ports=door.ports) for door in doors]
    parts: list[Part] = []
    for party in everybody:
        through = [(opening, part) for door in doors for opening, part in _through(rendered, door, party)]
        parts += (part for _, part in through)
        taken = {opening for opening, _ in through if opening.peer is not None}
        parts += _from_outside(party, everybody, taken)
        parts += _to_outside(party, everybody, addresses_of(urls_of(rendered, party.pod)))
        parts += (part for other in everybody if other is not party for part in _between(party, other))
    return [party.node for party in everybody], [*flows, *_joined(parts)]


def _through(rendered: Rendered, door: Entry, party: Party) -> Iterator[tuple[Opening, Part]]:
    leads_to = list(door.targets(rendered, party.pod, numbers_of(party.pod)))
    for opening in party.ingress:
        if door.comes_from(opening.peer):
            for ports in common(leads_to, [opening.ports]):
                yield opening, Part(door.node, party.node, ports, opening.policy, _words(opening))


def _from_outside(party: Party, everybody: list[Party], taken: set[Opening]) -> Iterator[Part]:
    names = {number: name for name, number in numbers_of(party.pod).items()}
    for opening in party.ingress:
        if opening in taken or _is_inside(opening, party, everybody):
            continue
        words = _words(opening)
        scraped = opening.ports.first == opening.ports.last and names.get(opening.ports.first) in _METRICS
        what = "metrics scraper" if scraped else "caller"
        source = Node(kind=Kind.CALLER, name=words[0], what=what, detail=words[1:] if opening.policy else _UNRESTRICTED)
        yield Part(source, party.node, opening.ports, opening.policy)


def _to_outside(party: Party, everybody: list[Party], addresses: list[Address]) -> Iterator[Part]:
    own = party.pod.namespace
    for opening in party.egress:
        if _is_inside(opening, party, everybody):
            continue
        words = _words(opening)
        there = [
            each
            for each in addresses
            if reached_by(opening.peer, own, each) and opening.ports.first <= each.port <= opening.ports.last
        ]
        for each in there:
            ports = Ports("TCP", each.port, each.port)
            target = Node(kind=Kind.DESTINATION, name=each.host, what=purpose_of(each))
            yield Part(party.node, target, ports, opening.policy, words if opening.peer else ())
        if not there or opening.peer is None:
            yield Part(party.node, _somewhere(opening, words), opening.ports, opening.policy)


def _between(party: Party, other: Party) -> Iterator[Part]:
    """What the policies of both sides let through; two pods that nothing restricts are not listed."""
    out = [each for each in party.egress if selects_pod(each.peer, party.pod.namespace, other.pod)]
    into = [each for each in other.ingress if selects_pod(each.peer, other.pod.namespace, party.pod)]
    for one in out:
        for two in into:
            for ports in common([one.ports], [two.ports]) if one.policy or two.policy else ():
                policy = ", ".join(dict.fromkeys(filter(None, (one.policy, two.policy))))
                yield Part(party.node, other.node, ports, policy)


def _is_inside(opening: Opening, party: Party, everybody: list[Party]) -> bool:
    """Whether the opening means pods of these documents only."""
    pods = (each.pod for each in everybody if each is not party)
    chosen = (pod for pod in pods if selects_pod(opening.peer, party.pod.namespace, pod))
    return is_meant_for(opening.peer, chosen)


def _somewhere(opening: Opening, words: tuple[str, ...]) -> Node:
    """A destination that no address names."""
    detail = words[1:] if opening.policy else _UNRESTRICTED
    name, what = words[0] if opening.peer else "anywhere", purpose_at(opening.ports.first)
    return Node(kind=Kind.DESTINATION, name=name, what=what, detail=detail)


def _words(opening: Opening) -> tuple[str, ...]:
    return peer_text(opening.peer)


def _joined(parts: Iterable[Part]) -> list[Flow]:
    """One flow for each pair."""
    pairs: dict[tuple[Node, Node], list[Part]] = {}
    for part in parts:
        pairs.setdefault((part.source, part.target), []).append(part)
    return [
        Flow(
            source=source,
            target=target,
            ports=text_of(part.ports for part in found),
            policies=tuple(dict.fromkeys(part.policy for part in found if part.policy)),
            peers=tuple(dict.fromkeys(", ".join(part.peer) for part in found if part.peer)),
        )
        for (source, target), found in pairs.items()
    ]
