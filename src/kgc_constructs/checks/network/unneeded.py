"""No rule of a NetworkPolicy is there that nothing needs; only settings can say what is needed."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.needs import Need, meets
from kgc_constructs.checks.model.network_policies import DIRECTIONS, Direction, Pair, network_policies, pairs_of
from kgc_constructs.checks.model.peers import labels_of_namespaces
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network import egress, ingress
from kgc_constructs.checks.network.judging import Asked, governed
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

UNNEEDED = Rule(
    id="network-rule-unneeded",
    title="No NetworkPolicy allows a flow that no setting and no address needs.",
    why="a pod that is broken into could go, or be reached, where it never has to",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    settings=("network_policy",),
)
RULES = (UNNEEDED,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each pair of peer and port against the needs of the pods that its policy governs."""
    if environment is None:
        return
    seen = labels_of_namespaces(rendered)
    for direction in DIRECTIONS:
        if direction == "Egress" and environment.network_policy is None:
            continue
        needs: dict[int, list[Need]] = {}
        for each in governed(rendered, direction):
            asked = _asked(rendered, environment, direction, each.pod)
            for policy in each.policies:
                needs.setdefault(id(policy), []).extend(need for _, need in asked)
        for policy in network_policies(rendered):
            for pair in pairs_of(policy, direction) if id(policy) in needs else ():  # else it governs nobody
                value = {"peer": pair.peer, "port": pair.port}
                if pair.peer is None or pair.port is None or pair.port.get("port") is None:
                    reason = "it opens more than any setting asks for"
                    yield UNNEEDED.in_object(policy, pair.path, value, "named peers and ports", reason)
                elif not any(meets(pair, need, seen) and _no_wider(pair, need) for need in needs[id(policy)]):
                    reason = "no setting and no address needs this rule, or it is wider"
                    yield UNNEEDED.in_object(policy, pair.path, value, "nothing", reason)


def _asked(rendered: Rendered, environment: Environment, direction: Direction, pod: Pod) -> list[Asked]:
    return egress.asked(rendered, environment, pod) if direction == "Egress" else ingress.asked(environment, pod)


def _no_wider(pair: Pair, need: Need) -> bool:
    """Whether a pair allows the need's other side and no further one."""
    peer = mapping(pair.peer)
    if "endPort" in mapping(pair.port):
        return False
    block = peer.get("ipBlock")
    if block is not None:
        return bool(mapping(block).get("cidr") == need.cidr)
    if mapping(at(peer, "podSelector.matchLabels")) != dict(need.labels) or at(peer, "podSelector.matchExpressions"):
        return False
    return "namespaceSelector" not in peer or bool(mapping(at(peer, "namespaceSelector.matchLabels")))
