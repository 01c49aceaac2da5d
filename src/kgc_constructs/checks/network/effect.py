"""Policies that do something: they select pods, and their rules are of a direction that they speak about."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.network_policies import DIRECTIONS, namespace_of, network_policies, types_of
from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, selects
from kgc_constructs.checks.model.rendered import Rendered
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


def check(rendered: Rendered, _: Environment | None) -> Iterator[Finding]:
    """Policies of a namespace none of whose pods is rendered here are not judged by what they select."""
    templates = list(pods(rendered))
    for policy in network_policies(rendered):
        own = [pod for pod in templates if pod.namespace == namespace_of(policy)]
        selector = at(policy, "spec.podSelector")
        if own and not any(selects(selector, pod.labels) for pod in own):
            allowed = " or ".join(sorted({str(pod.labels) for pod in own}))
            yield NOBODY.in_object(policy, "spec.podSelector", selector, f"part of {allowed}")
        types = types_of(policy)
        for direction in DIRECTIONS:
            if at(policy, f"spec.{direction.lower()}") and direction not in types:
                yield DEAD.in_object(policy, "spec.policyTypes", types, f"{direction} among them")
        for each in types:
            if each not in DIRECTIONS:
                yield DEAD.in_object(policy, "spec.policyTypes", each, "Ingress or Egress", "the API server refuses it")
