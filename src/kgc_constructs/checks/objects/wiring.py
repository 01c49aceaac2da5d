"""The way of a request: from the route to the Service, and from there to a port of the pods."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem

__all__ = ["check_wiring"]

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_NO_PORT = "requests would go nowhere"


def check_wiring(rendered: Rendered, existing: set[tuple[str, str]]) -> Iterator[Problem]:
    """Routes, Services, monitors and probes name ports that are there."""
    for ingress in rendered.of_kind("Ingress"):
        yield from _ingress(rendered, ingress)
        for tls in mappings(at(ingress, "spec.tls")):
            if (name := tls.get("secretName")) and ("Secret", name) not in existing:
                reason = "the controller would answer with a certificate of its own"
                yield in_object(ingress, "spec.tls.secretName", name, "a Secret made here or declared", reason)
    for route in rendered.of_kind("HTTPRoute"):
        for number, rule in enumerate(mappings(at(route, "spec.rules"))):
            for backend in mappings(rule.get("backendRefs")):
                if backend.get("port") not in _ports(rendered, backend.get("name")).values():
                    path = f"spec.rules.{number}.backendRefs"
                    yield in_object(route, path, backend, "a Service and port rendered here", _NO_PORT)
    for service in rendered.of_kind("Service"):
        yield from _service(rendered, service)
    for monitor in rendered.of_kind("ServiceMonitor"):
        yield from _monitor(rendered, monitor)
    for pod in pods(rendered):
        yield from _probes(pod)


def _ports(rendered: Rendered, service: object) -> dict[object, object]:
    """Numbers of a Service's ports by name."""
    document = rendered.named("Service", str(service)) or {}
    return {port.get("name"): port.get("port") for port in mappings(at(document, "spec.ports"))}


def _ingress(rendered: Rendered, ingress: Document) -> Iterator[Problem]:
    for path, backend in _backends(ingress):
        ports, port = _ports(rendered, at(backend, "service.name")), mapping(at(backend, "service.port"))
        if port.get("name") not in ports and port.get("number") not in ports.values():
            yield in_object(ingress, path, backend, "a Service and port rendered here", _NO_PORT)


def _backends(ingress: Document) -> Iterator[tuple[str, Document]]:
    if default := at(ingress, "spec.defaultBackend"):
        yield "spec.defaultBackend", default
    for number, rule in enumerate(mappings(at(ingress, "spec.rules"))):
        for each in mappings(at(rule, "http.paths")):
            yield f"spec.rules.{number}.{each.get('path')}", mapping(each.get("backend"))


def _service(rendered: Rendered, service: Document) -> Iterator[Problem]:
    selector = {"matchLabels": at(service, "spec.selector")}
    selected = [pod for pod in pods(rendered) if selects(selector, pod.labels)]
    for port in mappings(at(service, "spec.ports")):
        target = port.get("targetPort", port.get("port"))
        for pod in selected:
            if target not in container_ports(pod):
                allowed = ", ".join(map(str, container_ports(pod)))
                yield in_object(service, f"spec.ports.{port.get('name')}.targetPort", target, allowed, _NO_PORT)


def _monitor(rendered: Rendered, monitor: Document) -> Iterator[Problem]:
    names = {
        port.get("name")
        for service in rendered.of_kind("Service")
        if selects(at(monitor, "spec.selector"), mapping(at(service, "metadata.labels")))
        for port in mappings(at(service, "spec.ports"))
    }
    for number, endpoint in enumerate(mappings(at(monitor, "spec.endpoints"))):
        if endpoint.get("port") not in names:
            allowed = ", ".join(sorted(map(str, names))) or "nothing"
            path = f"spec.endpoints.{number}.port"
            yield in_object(monitor, path, endpoint.get("port"), allowed, "there would be nothing to scrape")
    wanted = at(monitor, "spec.namespaceSelector.matchNames")
    here = at(monitor, "metadata.namespace")
    if wanted is not None and here not in wanted:
        yield in_object(monitor, "spec.namespaceSelector", wanted, str(here), "the Service is somewhere else")


def _probes(pod: Pod) -> Iterator[Problem]:
    for path, container in pod.containers():
        known = container_ports(pod, str(container.get("name")))
        for probe in _PROBES:
            for action in ("httpGet", "tcpSocket", "grpc"):
                port = at(container, f"{probe}.{action}.port")
                if port is not None and port not in known:
                    allowed = ", ".join(map(str, known)) or "nothing"
                    yield pod.problem(f"{path}.{probe}.{action}.port", port, allowed, "the probe could never succeed")


def container_ports(pod: Pod, container: str = "") -> list[object]:
    """Names and numbers of the ports of a pod, or of one of its containers."""
    return [
        port[key]
        for _, each in pod.containers("containers", "initContainers")
        if not container or each.get("name") == container
        for port in mappings(each.get("ports"))
        for key in ("name", "containerPort")
        if key in port
    ]
