"""Rollouts and endings: no pod goes before its successor is ready, and none is killed while it drains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kgc_constructs.checks.model.numbers import share, whole
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.workloads import autoscaler_of, fewest_pods
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_GRACE_SECONDS = 30  # the API's default

TAKES_FIRST = Rule(
    id="rollout-takes-pods-first",
    title="A rollout starts a pod before it takes one away.",
    why="a pod would go before its successor is ready",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable",
    severity=Severity.WARNING,
)
GRACE = Rule(
    id="grace-shorter-than-drain",
    title="The grace period outlasts the preStop hook.",
    why="the grace period includes the hook: requests in flight would be killed",
    source="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution",
    settings=("rollout.termination_grace_seconds", "rollout.drain_seconds"),
)
SINGLE = Rule(
    id="single-pod",
    title="A workload that must answer runs more than one pod.",
    why="nothing answers while its one pod is moved, restarted or replaced",
    source="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
    settings=("replicas", "autoscaling.min_replicas"),
    severity=Severity.WARNING,
)
RULES = (TAKES_FIRST, GRACE, SINGLE)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Strategy, grace period and number of pods; a development or test environment may run a single one."""
    for pod in pods(rendered):
        yield from _grace(pod)
        if pod.owner.get("kind") == "Deployment":
            yield from _rollout(rendered, pod.owner)
            if environment is None or environment.protected:
                yield from _single(rendered, pod.owner)


def _rollout(rendered: Rendered, deployment: Document) -> Iterator[Finding]:
    if at(deployment, "spec.strategy.type") == "Recreate":
        return
    taken = at(deployment, "spec.strategy.rollingUpdate.maxUnavailable")
    fixed = autoscaler_of(rendered, deployment) is None
    pods_ = fewest_pods(rendered, deployment) if fixed else 100  # an autoscaler may make any number of them
    if share("25%" if taken is None else taken, pods_, up=False) != 0:
        yield TAKES_FIRST.in_object(deployment, "spec.strategy.rollingUpdate.maxUnavailable", taken, "0")


def _single(rendered: Rendered, deployment: Document) -> Iterator[Finding]:
    if fewest_pods(rendered, deployment) == 1:
        autoscaler = autoscaler_of(rendered, deployment)
        where, path = (autoscaler, "spec.minReplicas") if autoscaler else (deployment, "spec.replicas")
        yield SINGLE.in_object(where, path, at(where, path), "2 or more")


def _grace(pod: Pod) -> Iterator[Finding]:
    given = pod.spec.get("terminationGracePeriodSeconds")
    grace = _GRACE_SECONDS if given is None else whole(given)
    for path, container in pod.containers("containers"):
        drain = _drain_seconds(container)
        if grace is not None and drain and drain >= grace:
            reason = f"the grace period includes the {drain} s of {path}.lifecycle.preStop"
            yield pod.finding(GRACE, "spec.terminationGracePeriodSeconds", given, f"more than {drain}", reason)


def _drain_seconds(container: Document) -> int:
    hook = mapping(at(container, "lifecycle.preStop"))
    for word, following in pairwise(_words(at(hook, "exec.command"))):
        if word.rpartition("/")[2] == "sleep" and following.removesuffix("s").isdigit():
            return whole(following.removesuffix("s")) or 0
    return whole(at(hook, "sleep.seconds")) or 0


def _words(command: Any) -> list[str]:
    parts = command if isinstance(command, list | tuple) else ()
    return [word.rstrip(";&") for part in parts for word in str(part).split()]
