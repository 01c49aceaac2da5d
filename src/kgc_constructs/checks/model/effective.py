"""Containers as the API server sees them: injected ones included, and what they do not say filled in.

Order and rules: API defaults first, then the LimitRanger plugin, which runs again after an injector
(https://kubernetes.io/docs/concepts/policy/limit-range/).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgc_constructs.checks.model.injected import containers_of, init_containers_of
from kgc_constructs.checks.model.near import Near
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.work import Work
from kgc_constructs.checks.model.workloads import namespace_of

__all__ = ["Containers", "effective_containers"]

Containers = list[tuple[str, Document]]
"""Each with its path."""


def effective_containers(rendered: Rendered, pod: Pod) -> tuple[Containers, Containers]:
    """Path and definition of the containers that run side by side, and of those that run before, one by one.

    Raises:
        TooMuch: when so many limits fill in so many containers that nobody should wait for it.
    """
    known = rendered.once(_Known)
    if id(pod) not in known.by_pod:
        items = rendered.once(_items).to(pod.namespace)
        known.work.spend(len(items))
        filled = _filled(containers_of(pod), items), _filled(init_containers_of(pod), items)
        known.by_pod[id(pod)] = pod, filled
    return known.by_pod[id(pod)][1]


class _Known:
    """What was worked out, with the pod itself, so that no other can take its identity."""

    def __init__(self, _: Rendered) -> None:
        self.by_pod: dict[int, tuple[Pod, tuple[Containers, Containers]]] = {}
        self.work = Work()


def _items(rendered: Rendered) -> Near[Document]:
    """The items for containers of each LimitRange."""
    return Near(
        (namespace_of(each), item)
        for each in rendered.of_kind("LimitRange")
        for item in mappings(at(each, "spec.limits"))
        if item.get("type") == "Container"
    )


def _filled(containers: Iterable[tuple[str, Document]], items: Sequence[Document]) -> Containers:
    return [
        (path, {**container, "resources": _resources(mapping(container.get("resources")), items)})
        for path, container in containers
    ]


def _resources(given: Document, items: Sequence[Document]) -> dict[str, Document]:
    limits = mapping(given.get("limits"))
    requests = {**limits, **mapping(given.get("requests"))}  # a limit alone is also the request
    for item in items:
        most = {**mapping(item.get("max")), **mapping(item.get("default"))}
        requests = {**mapping(item.get("min")), **most, **mapping(item.get("defaultRequest")), **requests}
        limits = {**most, **limits}
    return {"requests": requests, "limits": limits}
