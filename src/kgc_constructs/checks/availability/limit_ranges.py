"""LimitRange: admits every container, pod and claim that is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.admission import Breach, refused
from kgc_constructs.checks.model.demand import Totals
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.near import objects_near, pods_near
from kgc_constructs.checks.model.pod_demand import pod_demand, summed
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.work import Work
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

REFUSES = Rule(
    id="limit-range-refuses",
    title="A LimitRange admits what is rendered beside it.",
    why="the API server would refuse the pod",
    source="https://kubernetes.io/docs/concepts/policy/limit-range/",
    settings=("resources",),
)
RULES = (REFUSES,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every item of every LimitRange."""
    work = Work()
    for limit_range in rendered.of_kind("LimitRange"):
        for item in mappings(at(limit_range, "spec.limits")):
            for who, amounts in _judged(rendered, limit_range, item, work):
                for breach in refused(item, amounts):
                    yield _finding(limit_range, item, who, breach)


def _judged(rendered: Rendered, limit_range: Document, item: Document, work: Work) -> Iterator[tuple[str, Totals]]:
    """Who is held against an item, and what it asks for."""
    namespace = namespace_of(limit_range)
    if item.get("type") == "PersistentVolumeClaim":
        for claim in objects_near(rendered, namespace):
            work.spend(1)
            if claim.get("kind") == "PersistentVolumeClaim":
                requests = {"resources": {"requests": at(claim, "spec.resources.requests")}}
                yield f"PersistentVolumeClaim/{name_of(claim)}", summed(requests)
    for pod in pods_near(rendered, namespace) if item.get("type") in ("Container", "Pod") else ():
        work.spend(1)
        yield from _of_pod(rendered, pod, str(item["type"]))


def _of_pod(rendered: Rendered, pod: Pod, kind: str) -> Iterator[tuple[str, Totals]]:
    side_by_side, before = effective_containers(rendered, pod)
    if kind == "Pod":
        yield f"a pod of {name_of(pod.owner)}", pod_demand(side_by_side, before, pod.spec)
    else:
        yield from ((str(container.get("name")), summed(container)) for _, container in (*before, *side_by_side))


def _finding(limit_range: Document, item: Document, who: str, breach: Breach) -> Finding:
    allowed = breach.allowed.format(who=who)
    path = f"spec.limits.{item['type']}.{breach.bound}.{breach.resource}"
    return REFUSES.in_object(limit_range, path, breach.edge, allowed)
