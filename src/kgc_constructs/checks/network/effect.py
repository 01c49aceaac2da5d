"""Policies that do something: they select pods, and their rules are of a direction that they speak about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kgc_constructs.checks.model.network_policies import DIRECTIONS, namespace_of, network_policies, types_of
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.selection import pods_by_label
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_API = "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec"

NOBODY = Rule(
    id="network-policy-selects-nothing",
    title="A NetworkPolicy selects a pod of its namespace.",
    why="the pods that it was written for stay as open, or as closed, as they were",
    source=f"{_API} (podSelector)",
    severity=Severity.WARNING,
)
DEAD = Rule(
    id="network-rules-without-effect",
    title="A NetworkPolicy with rules for a direction names that direction among its types.",
    why="the rules do nothing, and the direction stays open",
    source=f"{_API} (policyTypes)",
)
RULES = (NOBODY, DEAD)

_SHOWN = 20  # of what it could select


def check(rendered: Rendered, _: Environment | None) -> Iterator[Finding]:
    """Policies of a namespace none of whose pods is rendered here are not judged by what they select."""
    index = rendered.once(pods_by_label)
    for policy in network_policies(rendered):
        selector, namespace = at(policy, "spec.podSelector"), namespace_of(policy)
        if index.knows(namespace) and not index.selects_any(selector, namespace):
            known = sorted({str(pod.labels) for pod in islice(index.selected({}, namespace), _SHOWN)})
            yield NOBODY.in_object(policy, "spec.podSelector", selector, f"part of {' or '.join(known)}")
        types = types_of(policy)
        for direction in DIRECTIONS:
            if at(policy, f"spec.{direction.lower()}") and direction not in types:
                yield DEAD.in_object(policy, "spec.policyTypes", types, f"{direction} among them")
        for each in types:
            if each not in DIRECTIONS:
                yield DEAD.in_object(policy, "spec.policyTypes", each, "Ingress or Egress", "the API server refuses it")
