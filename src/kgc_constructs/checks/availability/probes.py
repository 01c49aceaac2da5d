"""Probes: as patient as a start is slow, and none that answers late."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.numbers import whole
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
_DEFAULTS = {"initialDelaySeconds": 0, "periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3}
_SERVING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")

SLOW_START = Rule(
    id="probe-kills-slow-start",
    title="The liveness probe waits until a slow start is over.",
    why="the container is restarted before it has started, for ever",
    source=f"{_SOURCE}#define-startup-probes",
    settings=("startup.failure_threshold", "startup.period_seconds", "liveness.failure_threshold"),
    severity=Severity.WARNING,
)
TIMEOUT = Rule(
    id="probe-timeout-exceeds-period",
    title="A probe gives up before the next one is due.",
    why="a slow answer delays the next probe, so that failures are seen later than the numbers say",
    source=_SOURCE,
    settings=("liveness.timeout_seconds", "readiness.timeout_seconds", "startup.timeout_seconds"),
    severity=Severity.WARNING,
)
NOT_READY = Rule(
    id="probe-readiness-missing",
    title="A container that serves a port says when it is ready.",
    why="requests reach it as soon as its process runs, and a rollout goes on before it can answer",
    source=f"{_SOURCE}#define-readiness-probes",
    settings=("readiness",),
    severity=Severity.WARNING,
)
RULES = (SLOW_START, TIMEOUT, NOT_READY)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """The probes of every container that stays."""
    for pod in pods(rendered):
        for path, container in pod.containers("containers"):
            probes = {name: mapping(container.get(f"{name}Probe")) for name in ("startup", "liveness", "readiness")}
            for name, probe in probes.items():
                if probe and _number(probe, "timeoutSeconds") > _number(probe, "periodSeconds"):
                    where, most = f"{path}.{name}Probe.timeoutSeconds", _number(probe, "periodSeconds")
                    yield pod.finding(TIMEOUT, where, _number(probe, "timeoutSeconds"), f"at most {most}, the period")
            yield from _start(pod, path, probes)
            if pod.owner.get("kind") in _SERVING and mappings(container.get("ports")) and not probes["readiness"]:
                yield pod.finding(NOT_READY, f"{path}.readinessProbe", None, "a probe")


def _start(pod: Pod, path: str, probes: dict[str, Document]) -> Iterator[Finding]:
    startup, liveness, readiness = probes["startup"], probes["liveness"], probes["readiness"]
    if startup:
        patience = _patience(startup)
        for name in ("liveness", "readiness"):
            delay = _number(probes[name], "initialDelaySeconds")
            if probes[name] and delay >= patience:
                reason = f"the {name} probe expects a start of {delay} s, and the startup probe kills after {patience}"
                yield pod.finding(SLOW_START, f"{path}.startupProbe", patience, f"more than {delay} s", reason)
    elif liveness and readiness and _patience(liveness) < _patience(readiness):
        needed = _patience(readiness)
        reason = f"nothing holds the liveness probe back, and the readiness probe allows {needed} s for a start"
        yield pod.finding(SLOW_START, f"{path}.livenessProbe", _patience(liveness), f"at least {needed} s", reason)
    elif liveness and not _number(liveness, "initialDelaySeconds"):
        reason = f"a start of more than {_patience(liveness)} s is killed: nothing holds the liveness probe back"
        yield pod.finding(SLOW_START, f"{path}.startupProbe", None, "a startup probe, or a delay", reason)


def _patience(probe: Document) -> int:
    """Seconds until the last of the failures that are put up with."""
    delay = _number(probe, "initialDelaySeconds")
    return delay + _number(probe, "periodSeconds") * _number(probe, "failureThreshold")


def _number(probe: Document, name: str) -> int:
    number = whole(probe.get(name))
    return _DEFAULTS[name] if number is None else number
