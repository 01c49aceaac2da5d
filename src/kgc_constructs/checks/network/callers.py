"""Who calls a pod, as far as documents say it: exposed Services, and monitors that scrape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.monitored import monitors_of_pod, monitors_of_service
from kgc_constructs.checks.model.needs import ANYBODY, BEYOND, Need
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports, port_number
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.services import services_before, target_ports

__all__ = ["from_outside", "scrapers"]

_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute")
_SCRAPE, _PORT = "prometheus.io/scrape", "prometheus.io/port"


def from_outside(rendered: Rendered, pod: Pod) -> Iterator[Need]:
    """The ports that an Ingress, a route or a load balancer leads to; whoever leads there runs somewhere else."""
    backends = rendered.once(_backends)
    for name, service in {name_of(each): each for each in services_before(rendered, pod)}.items():
        for why, port in backends.get((pod.namespace, name), ()):
            for number in target_ports(service, pod, port):
                yield Need(why=why, port=number, place=BEYOND, names=named_ports(pod))
        if at(service, "spec.type") == "LoadBalancer":
            for number in target_ports(service, pod):
                yield Need(why=f"Service/{name}", port=number, place=BEYOND, names=named_ports(pod))


def scrapers(rendered: Rendered, pod: Pod) -> Iterator[Need]:
    """The ports that a ServiceMonitor, a PodMonitor or an annotation has Prometheus ask for metrics."""
    for why, port in _scraped(rendered, pod):
        yield Need(why=why, port=port, place=ANYBODY, names=named_ports(pod))


def _backends(rendered: Rendered) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """What leads to each Service, and to which of its ports, by the Service's namespace and name."""
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {}
    for why, namespace, name, port in _routed(rendered):
        found.setdefault((namespace, name), []).append((why, port))
    return found


def _routed(rendered: Rendered) -> Iterator[tuple[str, str, str, Any]]:
    for each in rendered.of_kind("Ingress", *_ROUTES):
        why, own = f"{each['kind']}/{name_of(each)}", str(at(each, "metadata.namespace") or "")
        if each["kind"] == "Ingress":
            paths = [path for rule in mappings(at(each, "spec.rules")) for path in mappings(at(rule, "http.paths"))]
            for backend in (at(each, "spec.defaultBackend"), *(path.get("backend") for path in paths)):
                port = at(backend, "service.port.name") or at(backend, "service.port.number")
                yield why, own, str(at(backend, "service.name")), port
        else:
            for rule in mappings(at(each, "spec.rules")):
                for reference in mappings(rule.get("backendRefs")):
                    namespace = str(reference.get("namespace") or own)
                    yield why, namespace, str(reference.get("name")), reference.get("port")


def _scraped(rendered: Rendered, pod: Pod) -> Iterator[tuple[str, int]]:
    services = services_before(rendered, pod)
    for service in services:
        for monitor in monitors_of_service(rendered, service):
            for endpoint in mappings(at(monitor, "spec.endpoints")):
                for port in _endpoint(endpoint, service, pod):
                    yield f"ServiceMonitor/{name_of(monitor)}", port
    for monitor in monitors_of_pod(rendered, pod):
        for endpoint in mappings(at(monitor, "spec.podMetricsEndpoints")):
            number = named_ports(pod).get(str(endpoint.get("port")))
            if number is not None:
                yield f"PodMonitor/{name_of(monitor)}", number
    for where, said_there in (
        ("metadata.annotations", pod.annotations),
        *((f"Service/{name_of(each)}", mapping(at(each, "metadata.annotations"))) for each in services),
    ):
        said = str(said_there.get(_PORT))
        asked = str(said_there.get(_SCRAPE)).lower() == "true" and said.isascii() and said.isdigit()
        if asked and (number := port_number(int(said))) is not None:
            yield f"{where} {_SCRAPE}", number


def _endpoint(endpoint: Document, service: Document, pod: Pod) -> Iterator[int]:
    target = endpoint.get("targetPort")
    if target is None:
        yield from target_ports(service, pod, endpoint.get("port") or None)
    elif (number := named_ports(pod).get(target) if isinstance(target, str) else port_number(target)) is not None:
        yield number
