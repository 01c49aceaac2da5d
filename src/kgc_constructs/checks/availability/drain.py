"""Availability: a node can always drain, a rollout takes no pod away, and nobody is killed while it drains."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Any

from kgc_constructs.checks.model.demand import autoscaler_of
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_ZONE = "topology.kubernetes.io/zone"
_GRACE_SECONDS = 30  # the API's default


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Budgets, rollouts and grace periods, judged by the pods that are really rendered."""
    for budget in rendered.of_kind("PodDisruptionBudget"):
        yield from _budget(rendered, budget)
    for pod in pods(rendered):
        if pod.owner.get("kind") == "Deployment":
            yield from _rollout(pod.owner)
        yield from _grace(pod)
        for spread in mappings(pod.spec.get("topologySpreadConstraints")):
            if spread.get("whenUnsatisfiable") == "DoNotSchedule" and spread.get("topologyKey") == _ZONE:
                reason = "with a zone gone, pods stay pending; with one pod a zone, no more than zones can run"
                yield pod.problem("spec.topologySpreadConstraints", "DoNotSchedule", "ScheduleAnyway", reason)


def fewest_pods(rendered: Rendered, workload: Document) -> int:
    """Pods that a workload runs at the least."""
    autoscaler = autoscaler_of(rendered, workload)
    if autoscaler:
        return int(at(autoscaler, "spec.minReplicas") or 1)
    replicas = at(workload, "spec.replicas")
    return 1 if replicas is None else int(replicas)


def _budget(rendered: Rendered, budget: Document) -> Iterator[Problem]:
    spec = mapping(budget.get("spec"))
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    if (least is None) == (most is None):
        allowed = "exactly one of minAvailable and maxUnavailable"
        yield in_object(budget, "spec", {"minAvailable": least, "maxUnavailable": most}, allowed, "the API wants one")
        return
    for pod in pods(rendered):
        if not selects(spec.get("selector"), pod.labels):
            continue
        fewest = fewest_pods(rendered, pod.owner)
        must_stay = _share(least, fewest) if least is not None else fewest - _share(most, fewest)
        if must_stay >= fewest:
            name = "minAvailable" if least is not None else "maxUnavailable"
            allowed = f"room for one of the {fewest} pods to go"
            yield in_object(budget, f"spec.{name}", spec[name], allowed, "no node could ever drain")


def _share(value: Any, pods_: int) -> int:
    """A number, or a percentage of the pods, rounded up as the disruption controller does."""
    if isinstance(value, str) and value.endswith("%"):
        return int((Decimal(value[:-1]) * pods_ / 100).to_integral_value(ROUND_CEILING))
    return int(value)


def _rollout(deployment: Document) -> Iterator[Problem]:
    if at(deployment, "spec.strategy.type") == "Recreate":
        return
    taken = at(deployment, "spec.strategy.rollingUpdate.maxUnavailable")
    if taken not in (0, "0%"):
        path = "spec.strategy.rollingUpdate.maxUnavailable"
        yield in_object(deployment, path, taken, "0", "a pod would go before its successor is ready")


def _grace(pod: Pod) -> Iterator[Problem]:
    given = pod.spec.get("terminationGracePeriodSeconds")
    grace = _GRACE_SECONDS if given is None else int(given)
    for path, container in pod.containers("containers"):
        drain = _drain_seconds(container)
        if drain >= grace:
            reason = f"the grace period includes the {drain} s of {path}.lifecycle.preStop"
            yield pod.problem("spec.terminationGracePeriodSeconds", given, f"more than {drain}", reason)


def _drain_seconds(container: Document) -> int:
    hook = mapping(at(container, "lifecycle.preStop"))
    command = at(hook, "exec.command") or ()
    words = [word for part in command for word in str(part).split()]
    for word, following in pairwise(words):
        if word == "sleep" and following.isdigit():
            return int(following)
    return int(at(hook, "sleep.seconds") or 0)
