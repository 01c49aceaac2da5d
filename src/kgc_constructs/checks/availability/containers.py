"""What each container asks for and may use, so that none starves its node or its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.amounts import listed
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

UNSAID = Rule(
    id="resources-missing",
    title="A container requests CPU and memory, and its memory has a limit.",
    why="the scheduler cannot know what fits on a node, and one leak takes the memory of every pod there",
    source=_SOURCE,
    settings=("resources",),
    severity=Severity.WARNING,
)
ABOVE = Rule(
    id="request-above-limit",
    title="A container requests no more than its limit.",
    why="the API server refuses the pod",
    source=_SOURCE,
    settings=("resources",),
)
SCRATCH = Rule(
    id="scratch-space-unlimited",
    title="What a container may write to its node has a limit.",
    why="a pod that fills the node's disk gets every pod of the node evicted",
    source=f"{_SOURCE}#local-ephemeral-storage",
    settings=("resources.ephemeral_storage_limit",),
    severity=Severity.WARNING,
)
RULES = (UNSAID, ABOVE, SCRATCH)

_WANTED = (("requests", "cpu"), ("requests", "memory"), ("limits", "memory"))


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every container of every pod, what a LimitRange fills in included."""
    for pod in pods(rendered):
        side_by_side, before = effective_containers(rendered, pod)
        for path, container in (*before, *side_by_side):
            yield from _resources(pod, path, container)


def _resources(pod: Pod, path: str, container: Document) -> Iterator[Finding]:
    limits, of_the_pod = mapping(at(container, "resources.limits")), mapping(pod.spec.get("resources"))
    for kind, name in _WANTED:
        if not any(name in mapping(each.get(kind)) for each in (mapping(container.get("resources")), of_the_pod)):
            yield pod.finding(UNSAID, f"{path}.resources.{kind}.{name}", None, "a quantity")
    if "ephemeral-storage" not in limits:
        yield pod.finding(SCRATCH, f"{path}.resources.limits.ephemeral-storage", None, "a quantity")
    for name, given in mapping(at(container, "resources.requests")).items():
        asked, most = listed(given), listed(limits.get(name))
        if asked is not None and most is not None and asked > most:
            yield pod.finding(ABOVE, f"{path}.resources.requests.{name}", given, f"at most the limit of {limits[name]}")
