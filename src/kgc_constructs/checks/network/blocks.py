"""Blocks of addresses that the API server takes, and peers that it can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.network_policies import DIRECTIONS, PEERS, network_policies
from kgc_constructs.checks.model.peers import holds, network_of
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_API = "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/"

BLOCK = Rule(
    id="network-block-invalid",
    title="An ipBlock is a network, and what it leaves out is a smaller network within.",
    why="the API server refuses it",
    source=f"{_API}#NetworkPolicySpec (ipBlock)",
    settings=("network_policy.peers", "exposure.source_cidrs"),
)
PEER = Rule(
    id="network-peer-ambiguous",
    title="A peer is either pods or an ipBlock, never both and never nothing.",
    why="the API server refuses it",
    source=f"{_API}#NetworkPolicySpec (from, to)",
    settings=("network_policy.peers",),
)
RULES = (BLOCK, PEER)


def check(rendered: Rendered, _: Environment | None) -> Iterator[Finding]:
    """Each peer of each rule."""
    for policy in network_policies(rendered):
        for direction in DIRECTIONS:
            rules = mappings(mapping(policy.get("spec")).get(direction.lower()))
            for number, rule in enumerate(rules):
                for place, peer in enumerate(mappings(rule.get(PEERS[direction]))):
                    path = f"spec.{direction.lower()}.{number}.{PEERS[direction]}.{place}"
                    yield from _peer(policy, path, peer)


def _peer(policy: Document, path: str, peer: Document) -> Iterator[Finding]:
    said = {key for key in ("ipBlock", "namespaceSelector", "podSelector") if peer.get(key) is not None}
    if not said or ("ipBlock" in said and len(said) > 1):
        yield PEER.in_object(policy, path, peer, "selectors of pods and namespaces, or an ipBlock")
    if "ipBlock" not in said:
        return
    block = mapping(peer["ipBlock"])
    cidr, left_out = str(block.get("cidr")), block.get("except") or []
    if "/" not in cidr or network_of(cidr) is None:
        yield BLOCK.in_object(policy, f"{path}.ipBlock.cidr", block.get("cidr"), "a network, such as 10.0.0.0/8")
        return
    for each in left_out if isinstance(left_out, list) else [left_out]:
        inner = str(each)
        whole = network_of(inner) == network_of(cidr)
        if "/" not in inner or network_of(inner) is None or whole or not holds({"cidr": cidr}, inner):
            yield BLOCK.in_object(policy, f"{path}.ipBlock.except", each, f"a network strictly within {cidr}")
