"""Who calls a pod, as far as documents say it: exposed Services, and monitors that scrape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.needs import ANYBODY, BEYOND, Need
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports, port_number
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.services import leads_to, target_ports

__all__ = ["from_outside", "scrapers"]

_ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute")
_SCRAPE, _PORT = "prometheus.io/scrape", "prometheus.io/port"


def from_outside(rendered: Rendered, pod: Pod) -> Iterator[Need]:
    """The ports that an Ingress, a route or a load balancer leads to; whoever leads there runs somewhere else."""
    services = {name_of(each): each for each in rendered.of_kind("Service") if leads_to(each, pod)}
    for why, name, port in _backends(rendered, pod.namespace):
        for number in target_ports(services[name], pod, port) if name in services else ():
            yield Need(why=why, port=number, place=BEYOND, names=named_ports(pod))
    for name, service in services.items():
        if at(service, "spec.type") == "LoadBalancer":
            for number in target_ports(service, pod):
                yield Need(why=f"Service/{name}", port=number, place=BEYOND, names=named_ports(pod))


def scrapers(rendered: Rendered, pod: Pod) -> Iterator[Need]:
    """The ports that a ServiceMonitor, a PodMonitor or an annotation has Prometheus ask for metrics."""
    for why, port in _scraped(rendered, pod):
        yield Need(why=why, port=port, place=ANYBODY, names=named_ports(pod))


def _backends(rendered: Rendered, namespace: str) -> Iterator[tuple[str, str, Any]]:
    """Why, the Service's name, and its port."""
    for each in rendered.of_kind("Ingress", *_ROUTES):
        why, own = f"{each['kind']}/{name_of(each)}", str(at(each, "metadata.namespace") or "")
        if each["kind"] == "Ingress" and own == namespace:
            paths = [path for rule in mappings(at(each, "spec.rules")) for path in mappings(at(rule, "http.paths"))]
            for backend in (at(each, "spec.defaultBackend"), *(path.get("backend") for path in paths)):
                port = at(backend, "service.port.name") or at(backend, "service.port.number")
                yield why, str(at(backend, "service.name")), port
        elif each["kind"] != "Ingress":
            for rule in mappings(at(each, "spec.rules")):
                for reference in mappings(rule.get("backendRefs")):
                    if str(reference.get("namespace") or own) == namespace:
                        yield why, str(reference.get("name")), reference.get("port")


def _scraped(rendered: Rendered, pod: Pod) -> Iterator[tuple[str, int]]:
    services = [each for each in rendered.of_kind("Service") if leads_to(each, pod)]
    for monitor in rendered.of_kind("ServiceMonitor"):
        for service in services:
            if _watches(monitor, service) and selects(at(monitor, "spec.selector"), _labels(service)):
                for endpoint in mappings(at(monitor, "spec.endpoints")):
                    for port in _endpoint(endpoint, service, pod):
                        yield f"ServiceMonitor/{name_of(monitor)}", port
    for monitor in rendered.of_kind("PodMonitor"):
        if _watches(monitor, pod.owner) and selects(at(monitor, "spec.selector"), pod.labels):
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


def _watches(monitor: Document, watched: Document) -> bool:
    """Whether a monitor looks into the namespace of what it would watch."""
    chosen = mapping(at(monitor, "spec.namespaceSelector"))
    names = chosen.get("matchNames")
    own, other = (str(at(each, "metadata.namespace") or "") for each in (monitor, watched))
    return chosen.get("any") is True or other in (names if isinstance(names, list) and names else [own])


def _labels(document: Document) -> Document:
    return mapping(at(document, "metadata.labels"))
