"""From the route to a port of a Service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.existing import Existing
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule

__all__ = ["BACKEND", "Services", "check_routes", "services_of"]

BACKEND = Rule(
    id="route-backend",
    title="A route leads to a port of a Service that exists, with a certificate that exists",
    why="requests would go nowhere",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/ (and HTTPRoute, backendRefs)",
    settings=("exposure", "tls"),
)

Services = dict[tuple[str, str], Document]
"""Every Service by namespace and name."""


def services_of(rendered: Rendered) -> Services:
    """The Services that were rendered."""
    return {(namespace_of(each), name_of(each)): each for each in rendered.of_kind("Service")}


def check_routes(rendered: Rendered, services: Services, existing: Existing) -> Iterator[Finding]:
    """Where each route leads, and the Secret of its certificate."""
    for kind, backends in (("Ingress", _of_ingress), ("HTTPRoute", _of_route)):
        for route in rendered.of_kind(kind):
            for path, name, port, namespace in backends(route):
                yield from _backend(route, path, (name, port, namespace), services, existing)
    for ingress in rendered.of_kind("Ingress"):
        for tls in mappings(at(ingress, "spec.tls")):
            secret = tls.get("secretName")
            if secret and (rule := existing.lacks(BACKEND, "Secret", str(secret), namespace_of(ingress))):
                reason = "the controller would answer with a certificate of its own"
                yield rule.in_object(ingress, "spec.tls.secretName", secret, "a Secret made here or declared", reason)


Backend = tuple[str, str, Any, str]
"""Where it stands, and the Service, port and namespace that it leads to."""


def _of_ingress(ingress: Document) -> Iterator[Backend]:
    found = [("spec.defaultBackend", mapping(at(ingress, "spec.defaultBackend")))]
    for number, rule in enumerate(mappings(at(ingress, "spec.rules"))):
        paths = mappings(at(rule, "http.paths"))
        found += [(f"spec.rules.{number}.{each.get('path')}", mapping(each.get("backend"))) for each in paths]
    for path, backend in found:
        if "service" in backend:
            port = mapping(at(backend, "service.port"))
            yield path, str(at(backend, "service.name")), port.get("name", port.get("number")), namespace_of(ingress)


def _of_route(route: Document) -> Iterator[Backend]:
    for number, rule in enumerate(mappings(at(route, "spec.rules"))):
        for backend in mappings(rule.get("backendRefs")):
            if backend.get("kind", "Service") == "Service":
                namespace = str(backend.get("namespace") or namespace_of(route))
                yield f"spec.rules.{number}.backendRefs", str(backend.get("name")), backend.get("port"), namespace


def _backend(
    route: Document, path: str, backend: tuple[str, Any, str], services: Services, existing: Existing
) -> Iterator[Finding]:
    name, port, namespace = backend
    service = services.get((namespace, name))
    if service is None:
        if rule := existing.lacks(BACKEND, "Service", name, namespace):
            yield rule.in_object(route, path, name, "a Service rendered here")
        return
    ports = mappings(at(service, "spec.ports"))
    known = [each.get(key) for each in ports for key in ("name", "port") if each.get(key) is not None]
    if port not in known:
        yield BACKEND.in_object(route, path, port, f"a port of Service/{name}: {', '.join(map(str, known))}")
