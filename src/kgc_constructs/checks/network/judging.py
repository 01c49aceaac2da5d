"""Holds the rendered NetworkPolicies against the flows that are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kgc_constructs.checks.model.needs import Need, Seen, meets
from kgc_constructs.checks.model.network_policies import (
    Direction,
    Pair,
    governs,
    namespace_of,
    network_policies,
    pairs_of,
    types_of,
)  # fmt: skip
from kgc_constructs.checks.model.peers import labels_of_namespaces
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.selection import pods_by_label
from kgc_constructs.checks.model.work import Work
from kgc_constructs.checks.rule import Finding, Rule

__all__ = ["Asked", "Governed", "denied", "governed", "governed_by", "settled_by_plugins"]

_PLUGIN_KINDS = frozenset({
    "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "CiliumClusterwideNetworkPolicy", "CiliumNetworkPolicy",
    "ClusterNetworkPolicy", "GlobalNetworkPolicy",
})  # fmt: skip

Asked = tuple[Rule, Need]
"""A flow, and the rule that is broken where it is denied."""


class Governed(NamedTuple):
    """A pod, the policies that govern a direction of it, and what they allow."""

    pod: Pod
    policies: list[Document]
    pairs: list[Pair]


def governed(rendered: Rendered, direction: Direction) -> list[Governed]:
    """Every pod that is closed in a direction, but for what its policies allow."""
    policies: dict[int, list[Document]] = {}
    for policy in network_policies(rendered):
        for pod in governed_by(rendered, policy, direction):
            policies.setdefault(id(pod), []).append(policy)
    return [
        Governed(pod, own, [pair for policy in own for pair in pairs_of(policy, direction)])
        for pod in pods(rendered)
        if (own := policies.get(id(pod)))
    ]


def governed_by(rendered: Rendered, policy: Document, direction: Direction) -> Iterator[Pod]:
    """The pods of which a policy closes a direction."""
    if direction in types_of(policy):
        known = rendered.once(pods_by_label)
        for pod in known.selected(at(policy, "spec.podSelector"), namespace_of(policy)):
            if governs(policy, pod, direction):
                yield pod


def denied(rendered: Rendered, direction: Direction, asked_by: Callable[[Governed], list[Asked]]) -> Iterator[Finding]:
    """Every need that no rule allows."""
    seen: Seen = labels_of_namespaces(rendered)
    work = Work()
    word = "to" if direction == "Egress" else "from"
    for each in governed(rendered, direction):
        for rule, need in asked_by(each):
            work.spend(len(each.pairs))
            if not any(meets(pair, need, seen) for pair in each.pairs):
                allowed = f"an {direction.lower()} rule {word} {need}"
                reason = f"its NetworkPolicies deny it: {rule.why}"
                yield each.pod.finding(rule, "metadata.labels", need.why, allowed, reason)


def settled_by_plugins(rendered: Rendered) -> bool:
    """Whether policies of other kinds take part, so that NetworkPolicies alone do not say what is denied."""
    return any(rendered.of_kind(*_PLUGIN_KINDS)) or len(network_policies(rendered)) < len(
        list(rendered.of_kind("NetworkPolicy"))
    )
