"""The autoscaler: it alone sets the number of pods, within bounds, and by what is really measured."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kgc_constructs.checks.availability.metrics import METRIC_RULES, metric_findings
from kgc_constructs.checks.model.numbers import whole
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.workloads import namespace_of, runs_in
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"

NO_TARGET = Rule(
    id="autoscaler-target-missing",
    title="An autoscaler scales a workload that is rendered beside it.",
    why="it scales nothing",
    source="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/",
    settings=("autoscaling",),
)
FIXED = Rule(
    id="autoscaler-beside-replicas",
    title="A workload with an autoscaler does not say how many pods it has.",
    why="every apply would set back what the autoscaler did",
    source=f"{_SOURCE}#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
    settings=("autoscaling", "replicas"),
)
BOUNDS = Rule(
    id="autoscaler-bounds",
    title="An autoscaler's maximum is at least its minimum.",
    why="the API server refuses it",
    source=_SOURCE,
    settings=("autoscaling.min_replicas", "autoscaling.max_replicas"),
)
NO_BEHAVIOUR = Rule(
    id="autoscaler-without-behaviour",
    title="An autoscaler says how fast it takes pods away.",
    why="by default it takes away every pod at once when load was low for five minutes",
    source=f"{_SOURCE}#configurable-scaling-behavior",
    settings=("autoscaling.scale_down_window_seconds",),
    severity=Severity.WARNING,
)
RULES = (NO_TARGET, FIXED, BOUNDS, NO_BEHAVIOUR, *METRIC_RULES)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each autoscaler: its target, its bounds, its behaviour and its metrics."""
    workloads: dict[str, list[Pod]] = {}
    for pod in pods(rendered):
        if pod.owner.get("kind") not in ("Pod", "Job", "CronJob"):
            workloads.setdefault(name_of(pod.owner), []).append(pod)
    for autoscaler in rendered.of_kind("HorizontalPodAutoscaler"):
        yield from _bounds(autoscaler)
        if not mapping(at(autoscaler, "spec.behavior.scaleDown")):
            yield NO_BEHAVIOUR.in_object(autoscaler, "spec.behavior.scaleDown", None, "a window and policies")
        target = mapping(at(autoscaler, "spec.scaleTargetRef"))
        namespace = namespace_of(autoscaler)
        same_name = [pod for pod in workloads.get(str(target.get("name")), ()) if runs_in(pod.owner, namespace)]
        scaled = next((pod for pod in same_name if pod.owner.get("kind") == target.get("kind")), None)
        if scaled:
            yield from _of_target(autoscaler, scaled)
        elif same_name or (environment is not None and rendered.kubernetes):
            here = [each for each in chain(*workloads.values()) if environment and runs_in(each.owner, namespace)]
            yield NO_TARGET.in_object(autoscaler, "spec.scaleTargetRef", target, _names(here or same_name))


def _of_target(autoscaler: Document, pod: Pod) -> Iterator[Finding]:
    if "replicas" in mapping(pod.owner.get("spec")):
        yield FIXED.in_object(pod.owner, "spec.replicas", pod.owner["spec"]["replicas"], "nothing")
    for number, metric in enumerate(mappings(at(autoscaler, "spec.metrics"))):
        yield from metric_findings(autoscaler, pod, f"spec.metrics.{number}", metric)


def _names(workloads: list[Pod]) -> str:
    return ", ".join(f"{pod.owner.get('kind')}/{name_of(pod.owner)}" for pod in workloads) or "a workload"


def _bounds(autoscaler: Document) -> Iterator[Finding]:
    spec = mapping(autoscaler.get("spec"))
    given = spec.get("minReplicas")
    least, most = 1 if given is None else whole(given), whole(spec.get("maxReplicas"))
    if least is None or least < 0:
        yield BOUNDS.in_object(autoscaler, "spec.minReplicas", given, "a number of pods")
    elif most is None or most < max(least, 1):
        allowed = f"at least minReplicas ({least})"
        yield BOUNDS.in_object(autoscaler, "spec.maxReplicas", spec.get("maxReplicas"), allowed)
