"""Nobody in a namespace may talk to anybody, unless a policy says so."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.network_policies import (
    DIRECTIONS,
    Direction,
    namespace_of,
    network_policies,
    pairs_of,
    types_of,
)  # fmt: skip
from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.network.judging import settled_by_plugins
from kgc_constructs.checks.network.openness import opens_to_all
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

OPEN = Rule(
    id="network-default-deny-missing",
    title="A namespace that has pods denies every flow, of both directions, that no policy allows.",
    why="every pod that no other policy selects may talk to anybody",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    settings=("network_policy",),
)
RULES = (OPEN,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each namespace that is rendered here; one that is not may be closed by whoever made it."""
    if settled_by_plugins(rendered) or (environment is not None and environment.network_policy is None):
        return
    policies = network_policies(rendered)
    populated = {pod.namespace for pod in pods(rendered) if pod.spec.get("hostNetwork") is not True}
    for document in rendered.of_kind("Namespace"):
        namespace = name_of(document)
        own = [policy for policy in policies if namespace_of(policy) == namespace]
        for direction in DIRECTIONS if environment is not None or namespace in populated else ():
            if not any(_denies(policy, direction) for policy in own):
                allowed = f"a NetworkPolicy for all pods, of type {direction}, without rules"
                yield OPEN.in_object(document, "NetworkPolicy", None, allowed)


def _denies(policy: Document, direction: Direction) -> bool:
    """Whether it closes a direction of every pod, but for some peers."""
    selector = mapping(at(policy, "spec.podSelector"))
    everyone = not selector.get("matchLabels") and not selector.get("matchExpressions")
    return everyone and direction in types_of(policy) and not any(map(opens_to_all, pairs_of(policy, direction)))
