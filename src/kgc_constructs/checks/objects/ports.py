"""From a Service, or a probe, to a port of the pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.located import together
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.checks.model.selection import Labelled, pod_selector
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["CROSSED", "PROBE", "TARGET", "check_probes", "check_service"]

_KUBERNETES = "https://kubernetes.io/docs"
TARGET = Rule(
    id="service-target-port",
    title="A Service's target port is a port of the pods that it selects",
    why="requests would go nowhere",
    source=f"{_KUBERNETES}/concepts/services-networking/service/#field-spec-ports",
)
PROBE = Rule(
    id="probe-port",
    title="A probe calls a port of its container",
    why="the probe could never succeed",
    source=f"{_KUBERNETES}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
)
CROSSED = Rule(
    id="port-crossed",
    title="A Service's port leads to the container's port of the same name",
    why="who asks for metrics would get the API, or the other way round",
    source=f"{_KUBERNETES}/concepts/services-networking/service/#field-spec-ports",
)

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def check_service(service: Document, index: Labelled[Pod], environment: Environment | None) -> Iterator[Finding]:
    """What a Service's ports lead to in each pod that it selects."""
    _, selector = pod_selector(service)
    if selector is None:
        return
    for pod in index.selected(selector, namespace_of(service)):
        known = _known(pod)
        numbers = {port["name"]: port.get("containerPort") for port in _ports(pod) if isinstance(port.get("name"), str)}
        for port in mappings(at(service, "spec.ports")):
            name, target = port.get("name"), port.get("targetPort", port.get("port"))
            path = f"spec.ports.{name or port.get('port')}.targetPort"
            if rule := _unknown(TARGET, target, known, environment):
                rule = rule if environment or together(service, pod.owner) else rule.advice
                yield rule.in_object(service, path, target, ", ".join(map(str, known)) or "a port of the pod")
            elif isinstance(name, str) and name in numbers and target not in (name, numbers[name]):
                yield CROSSED.in_object(service, path, target, f"{name}, or {numbers[name]}")


def _unknown(rule: Rule, port: Any, known: list[Any], environment: Environment | None) -> Rule | None:
    """A port by name must be declared; one by number need not be, but ours are, and so are most."""
    if port in known:
        return None
    if environment or not isinstance(port, int):
        return rule
    return rule.advice if known else None


def check_probes(pod: Pod, environment: Environment | None) -> Iterator[Finding]:
    """What the probes of each container call."""
    for path, container in pod.containers():
        known = _known(pod, str(container.get("name")))
        for probe in _PROBES:
            for action in ("httpGet", "tcpSocket", "grpc"):
                port = at(container, f"{probe}.{action}.port")
                if port is not None and (rule := _unknown(PROBE, port, known, environment)):
                    allowed = ", ".join(map(str, known)) or "a port of the container"
                    yield pod.finding(rule, f"{path}.{probe}.{action}.port", port, allowed)


def _ports(pod: Pod, container: str = "") -> list[Document]:
    return [
        port
        for _, each in pod.containers("containers", "initContainers")
        if not container or each.get("name") == container
        for port in mappings(each.get("ports"))
    ]


def _known(pod: Pod, container: str = "") -> list[Any]:
    """Names and numbers of the ports of a pod, or of one of its containers."""
    return [port[key] for port in _ports(pod, container) for key in ("name", "containerPort") if key in port]
