"""What one pod counts as in its namespace.

Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
and https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from kgc_constructs.checks.model.amounts import listed
from kgc_constructs.checks.model.effective import Containers
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document

__all__ = ["Totals", "pod_demand", "summed"]

Totals = dict[str, Decimal]
"""Amounts by the names that a ResourceQuota gives them, such as `requests.cpu`."""

_POD_LEVEL = ("cpu", "memory", "hugepages-")


def pod_demand(side_by_side: Containers, before: Containers, spec: Document) -> Totals:
    """The containers together, or the largest moment of its start, and what the runtime itself takes.

    An init container that goes on running (`restartPolicy: Always`) counts beside all that start after it.
    """
    together = summed(*(container for _, container in side_by_side))
    running: Totals = defaultdict(Decimal)
    start: Totals = defaultdict(Decimal)
    for _, container in before:
        own = summed(container)
        if container.get("restartPolicy") == "Always":
            _add(together, own)
            _add(running, own)
            own = running
        else:
            _add(own, running)
        for name, each in own.items():
            start[name] = max(start[name], each)
    for name, each in start.items():
        together[name] = max(together[name], each)
    together.update(_of_the_pod(spec))
    for name, quantity in mapping(spec.get("overhead")).items():
        together[f"requests.{name}"] += listed(quantity) or 0
        if together.get(f"limits.{name}"):
            together[f"limits.{name}"] += listed(quantity) or 0
    return together


def summed(*containers: Document) -> Totals:
    """What these containers name, added up."""
    total: Totals = defaultdict(Decimal)
    for container in containers:
        for kind in ("requests", "limits"):
            for name, quantity in mapping(at(container, f"resources.{kind}")).items():
                total[f"{kind}.{name}"] += listed(quantity) or 0
    return total


def _of_the_pod(spec: Document) -> Totals:
    """What the pod itself names (API `PodSpec.resources`) counts instead of its containers' sum."""
    given = summed({"resources": spec.get("resources")})
    for name in [name for name in given if name.startswith("limits.")]:
        given.setdefault(f"requests.{name.partition('.')[2]}", given[name])
    return {name: each for name, each in given.items() if name.partition(".")[2].startswith(_POD_LEVEL)}


def _add(total: Totals, more: Totals) -> None:
    for name, each in more.items():
        total[name] += each
