"""How much the rendered pods ask of their namespace at the busiest moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from kgc_constructs.checks.model.amounts import amount
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["Totals", "autoscaler_of", "demand", "most_pods"]

Totals = dict[str, Decimal]
"""Amounts by the names that a ResourceQuota gives them."""


def demand(rendered: Rendered) -> Totals:
    """The most of everything that a quota can count."""
    total: Totals = defaultdict(Decimal)
    for pod in pods(rendered):
        count = most_pods(rendered, pod)
        total["pods"] += count
        for name, each in _of_pod(rendered, pod).items():
            total[name] += count * each
    for claim in rendered.of_kind("PersistentVolumeClaim"):
        total["persistentvolumeclaims"] += 1
        total["requests.storage"] += amount(at(claim, "spec.resources.requests.storage")) or 0
    for kind, name in {"Service": "services", "Secret": "secrets", "ConfigMap": "configmaps"}.items():
        total[name] += sum(1 for _ in rendered.of_kind(kind))
    total["configmaps"] += 1  # kube-root-ca.crt, which is in every namespace
    total["cpu"], total["memory"] = total["requests.cpu"], total["requests.memory"]
    return total


def most_pods(rendered: Rendered, pod: Pod) -> int:
    """Most pods of one template at a time.

    A rollout adds the surge, and a pod that is going counts until its grace period is over: every old one may still be
    draining while the new ones start.
    """
    kind, spec = pod.owner.get("kind"), mapping(pod.owner.get("spec"))
    if kind == "CronJob":
        return int(at(spec, "jobTemplate.spec.parallelism") or 1)
    if kind in ("Job", "Pod"):
        return int(spec.get("parallelism") or 1)
    autoscaler = autoscaler_of(rendered, pod.owner)
    replicas = at(autoscaler, "spec.maxReplicas") if autoscaler else spec.get("replicas", 1)
    most = int(replicas or 0)
    if kind != "Deployment" or at(spec, "strategy.type") == "Recreate":
        return most
    surge = at(spec, "strategy.rollingUpdate.maxSurge")
    return 2 * most + _of_replicas("25%" if surge is None else surge, most)


def autoscaler_of(rendered: Rendered, workload: Document) -> Document | None:
    """The HorizontalPodAutoscaler that sets the number of a workload's pods."""
    for autoscaler in rendered.of_kind("HorizontalPodAutoscaler"):
        target = mapping(at(autoscaler, "spec.scaleTargetRef"))
        if (target.get("kind"), target.get("name")) == (workload.get("kind"), name_of(workload)):
            return autoscaler
    return None


def _of_replicas(value: Any, replicas: int) -> int:
    """A number, or a percentage of the replicas, rounded up as the Deployment controller does with the surge."""
    if isinstance(value, str) and value.endswith("%"):
        return int((Decimal(value[:-1]) * replicas / 100).to_integral_value(ROUND_CEILING))
    return int(value)


def _of_pod(rendered: Rendered, pod: Pod) -> Totals:
    """What one pod counts as: its containers together, or its largest init container (API `effective request`)."""
    side_by_side, before = effective_containers(rendered, pod)
    together = _summed(container for _, container in side_by_side)
    for _, container in before:
        for name, each in _summed([container]).items():
            together[name] = max(together[name], each)
    return together


def _summed(containers: Iterable[Document]) -> Totals:
    total: Totals = defaultdict(Decimal)
    for container in containers:
        for kind in ("requests", "limits"):
            for name, quantity in mapping(at(container, f"resources.{kind}")).items():
                total[f"{kind}.{name}"] += amount(quantity) or 0
    return total
