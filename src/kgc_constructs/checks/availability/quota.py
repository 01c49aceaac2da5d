"""ResourceQuota and LimitRange: wide enough for everything that is rendered, injected containers included."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kgc_constructs.checks.model.amounts import amount
from kgc_constructs.checks.model.demand import demand
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_RESOURCES = ("cpu", "memory", "ephemeral-storage")


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Every quota holds the busiest moment; every container says what it needs and is admitted."""
    needed = demand(rendered)
    counted: set[str] = set()
    for quota in rendered.of_kind("ResourceQuota"):
        for name, limit in mapping(at(quota, "spec.hard")).items():
            counted.add(name)
            held = amount(limit)
            if held is None or (name in needed and held < needed[name]):
                allowed = f"at least {_text(needed[name])}" if name in needed else "a quantity"
                reason = "the pods at most, the surge, those still draining and injected containers must fit"
                yield in_object(quota, f"spec.hard.{name}", limit, allowed, reason)
    for pod in pods(rendered):
        for path, container in _all(rendered, pod):
            resources = mapping(container.get("resources"))
            for key in sorted(counted):
                kind, _, name = key.partition(".")
                if name in _RESOURCES and name not in mapping(resources.get(kind)):
                    reason = "the quota counts it, so that the API server refuses a pod that does not say"
                    yield pod.problem(f"{path}.resources.{key}", None, "a quantity", reason)
    for limit_range in rendered.of_kind("LimitRange"):
        for item in mappings(at(limit_range, "spec.limits")):
            yield from _admits(rendered, limit_range, item)


def _all(rendered: Rendered, pod: Pod) -> list[tuple[str, Document]]:
    side_by_side, before = effective_containers(rendered, pod)
    return [*before, *side_by_side]


def _admits(rendered: Rendered, limit_range: Document, item: Document) -> Iterator[Problem]:
    """What the LimitRanger plugin would refuse."""
    if item.get("type") == "PersistentVolumeClaim":
        for claim in rendered.of_kind("PersistentVolumeClaim"):
            requests = {"requests": at(claim, "spec.resources.requests")}
            yield from _between(limit_range, item, f"PersistentVolumeClaim/{claim['metadata']['name']}", requests)
    elif item.get("type") == "Container":
        for pod in pods(rendered):
            for _, container in _all(rendered, pod):
                yield from _between(limit_range, item, str(container.get("name")), mapping(container.get("resources")))


def _between(limit_range: Document, item: Document, who: str, resources: Document) -> Iterator[Problem]:
    for bound, refused in (("max", 1), ("min", -1)):
        for name, limit in mapping(item.get(bound)).items():
            for kind in ("requests", "limits"):
                asked, edge = amount(mapping(resources.get(kind)).get(name)), amount(limit)
                if asked is not None and edge is not None and (asked - edge) * refused > 0:
                    allowed = f"at {'least' if bound == 'max' else 'most'} {_text(asked)}, which {who} {kind}"
                    path = f"spec.limits.{item['type']}.{bound}.{name}"
                    yield in_object(limit_range, path, limit, allowed, "the API server would refuse the pod")


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"
