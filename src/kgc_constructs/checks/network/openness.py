"""Rules that are open to the whole world, which a person should have meant."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.network_policies import DIRECTIONS, PEERS, Pair, network_policies, pairs_of
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check", "opens_to_all"]

WORLD = Rule(
    id="network-open-to-all",
    title="A NetworkPolicy names whom it admits or lets be called: not every address, every namespace, or everybody.",
    why="a rule without bounds protects from nobody",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource",
    settings=("network_policy.peers", "network_policy.allow_https", "exposure.source_cidrs"),
    severity=Severity.WARNING,
)
RULES = (WORLD,)

_ANYWHERE = ("0.0.0.0/0", "::/0")


def check(rendered: Rendered, _: Environment | None) -> Iterator[Finding]:
    """Each peer of each rule, once."""
    for policy in network_policies(rendered):
        for direction in DIRECTIONS:
            seen = set()
            for pair in pairs_of(policy, direction):
                if opens_to_all(pair) and (pair.path, str(pair.peer)) not in seen:
                    seen.add((pair.path, str(pair.peer)))
                    path = f"{pair.path}.{PEERS[direction]}"
                    allowed = "peers by name, or an ipBlock that leaves out what is private"
                    yield WORLD.in_object(policy, path, pair.peer, allowed)


def opens_to_all(pair: Pair) -> bool:
    """Whether a pair's peer is everybody, every address, or every pod of every namespace."""
    if pair.peer is None:
        return True
    block = mapping(pair.peer.get("ipBlock"))
    if block:
        return str(block.get("cidr")) in _ANYWHERE and not block.get("except")
    if "namespaceSelector" not in pair.peer:
        return False
    selectors = (at(pair.peer, "namespaceSelector"), at(pair.peer, "podSelector"))
    return not any(mapping(each).get(key) for each in selectors for key in ("matchLabels", "matchExpressions"))
