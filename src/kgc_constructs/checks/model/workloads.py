"""How many pods a workload runs: at the least, at the most, and while one version replaces another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kgc_constructs.checks.model.numbers import share, whole
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["SCALED", "autoscaler_of", "fewest_pods", "most_pods", "namespace_of", "runs_in", "wanted_pods"]

SCALED = ("Deployment", "StatefulSet", "ReplicaSet")
"""Kinds whose number of pods is a choice."""


def namespace_of(document: Mapping[str, Any]) -> str:
    """The namespace that an object names; empty when whoever applies it chooses."""
    return str(at(document, "metadata.namespace") or "")


def runs_in(document: Mapping[str, Any], namespace: str) -> bool:
    """Whether an object lies in `namespace`, as far as both say where."""
    own = namespace_of(document)
    return own == namespace or not own or not namespace


def autoscaler_of(rendered: Rendered, workload: Document) -> Document | None:
    """The HorizontalPodAutoscaler that sets the number of a workload's pods."""
    named = rendered.once(_autoscalers).get((str(workload.get("kind")), name_of(workload)), ())
    return next((each for each in named if runs_in(each, namespace_of(workload))), None)


def _autoscalers(rendered: Rendered) -> dict[tuple[str, str], list[Document]]:
    """Those of each workload, by its kind and name."""
    found: dict[tuple[str, str], list[Document]] = {}
    for autoscaler in rendered.of_kind("HorizontalPodAutoscaler"):
        target = mapping(at(autoscaler, "spec.scaleTargetRef"))
        found.setdefault((str(target.get("kind")), str(target.get("name"))), []).append(autoscaler)
    return found


def fewest_pods(rendered: Rendered, workload: Document) -> int:
    """Pods that a workload runs at the least."""
    autoscaler = autoscaler_of(rendered, workload)
    if autoscaler:
        return _or_one(at(autoscaler, "spec.minReplicas"))
    return _or_one(at(workload, "spec.replicas"))


def wanted_pods(rendered: Rendered, pod: Pod) -> int:
    """Most pods of one template that are wanted at a time."""
    kind, spec = pod.owner.get("kind"), mapping(pod.owner.get("spec"))
    if kind == "CronJob":
        return _or_one(at(spec, "jobTemplate.spec.parallelism"))
    if kind in ("Job", "Pod"):
        return _or_one(spec.get("parallelism"))
    autoscaler = autoscaler_of(rendered, pod.owner)
    return _or_one(at(autoscaler, "spec.maxReplicas") if autoscaler else spec.get("replicas"))


def most_pods(rendered: Rendered, pod: Pod) -> int:
    """Most pods of one template that exist at a time.

    A rollout adds the surge, and a pod that is going counts until its grace period is over: every old one may still be
    draining while the new ones start.
    """
    most = wanted_pods(rendered, pod)
    if pod.owner.get("kind") != "Deployment" or at(pod.owner, "spec.strategy.type") == "Recreate":
        return most
    surge = at(pod.owner, "spec.strategy.rollingUpdate.maxSurge")
    return 2 * most + (share("25%" if surge is None else surge, most) or 0)


def _or_one(value: Any) -> int:
    number = whole(value)
    return 1 if number is None else max(number, 0)
