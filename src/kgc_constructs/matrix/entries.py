"""Ingresses and HTTPRoutes: the doors through which outside callers reach the pods."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import Ports
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.services import leads_to, target_ports
from kgc_constructs.matrix.facts import Kind, Node
from kgc_constructs.matrix.purposes import namespace_in

__all__ = ["Entry", "entries"]

_ALB = "alb.ingress.kubernetes.io/"


@dataclass(frozen=True, eq=False)  # each is itself: a document cannot be hashed
class Entry:
    """A door: what it is, who stands before it, where they knock, and to which Services it leads (by name and port)."""

    document: Document
    node: Node
    callers: Node
    ports: tuple[str, ...]
    backends: tuple[tuple[str, Any], ...]

    def targets(self, rendered: Rendered, pod: Pod) -> Iterator[Ports]:
        """The ports of `pod` that it leads to."""
        for service in rendered.of_kind("Service"):
            for name, asked in self.backends if leads_to(service, pod) else ():
                if name == name_of(service):
                    for number in target_ports(service, pod, asked):
                        yield Ports("TCP", number, number)

    def comes_from(self, peer: dict[str, Any] | None) -> bool:
        """Whether its controller is the peer of a NetworkPolicy's rule, as far as documents can say."""
        if peer is None:
            return True
        namespace, spec = namespace_in(peer), mapping(self.document.get("spec"))
        if self.document.get("kind") == "HTTPRoute":
            own = at(self.document, "metadata.namespace")
            return namespace in {each.get("namespace", own) for each in mappings(spec.get("parentRefs"))}
        if spec.get("ingressClassName") == "alb":  # it calls the pods' addresses from its subnets
            return "ipBlock" in peer
        return bool(namespace) and (str(spec.get("ingressClassName")) in namespace or "ingress" in namespace)


def entries(rendered: Rendered) -> list[Entry]:
    """Every door."""
    return [*map(_ingress, rendered.of_kind("Ingress")), *map(_route, rendered.of_kind("HTTPRoute"))]


def _ingress(document: Document) -> Entry:
    spec, notes = mapping(document.get("spec")), mapping(at(document, "metadata.annotations"))
    rules = mappings(spec.get("rules"))
    backends = [at(path, "backend.service") for rule in rules for path in mappings(at(rule, "http.paths"))]
    backends.append(at(spec, "defaultBackend.service"))
    kind = str(spec.get("ingressClassName") or "default class")
    callers = {"internet-facing": "Internet", "internal": "Internal network"}.get(notes.get(f"{_ALB}scheme", ""))
    return _entry(
        document,
        what="load balancer (ALB)" if kind == "alb" else f"controller {kind}",
        detail=_hosts(rules),
        callers=callers or ("Internal network" if kind == "alb" else "Clients"),
        ports=_listened(notes) or (("HTTP 80", "HTTPS 443") if spec.get("tls") else ("HTTP 80",)),
        backends=[
            (str(at(each, "name")), at(each, "port.name") or at(each, "port.number")) for each in backends if each
        ],
    )


def _route(document: Document) -> Entry:
    spec = mapping(document.get("spec"))
    gateways = mappings(spec.get("parentRefs"))
    backends = [each for rule in mappings(spec.get("rules")) for each in mappings(rule.get("backendRefs"))]
    hosts = spec.get("hostnames")
    names = [f"gateway {each.get('namespace', '')}/{each.get('name')}" for each in gateways]
    sections = [str(each["sectionName"]) for each in gateways if each.get("sectionName")]
    return _entry(
        document,
        what=", ".join(names),
        detail=tuple(map(str, hosts)) if isinstance(hosts, list) else (),
        callers="Clients",
        ports=tuple(f"listener {each}" for each in sections) or ("all listeners",),
        backends=[(str(each.get("name")), each.get("port")) for each in backends],
    )


def _entry(
    document: Document,
    *,
    what: str,
    detail: tuple[str, ...],
    callers: str,
    ports: tuple[str, ...],
    backends: list[tuple[str, Any]],
) -> Entry:
    name = f"{document['kind']}/{name_of(document)}"
    return Entry(
        document,
        Node(kind=Kind.ENTRY, name=name, what=what, detail=detail),
        Node(kind=Kind.CALLER, name=callers, what="caller"),
        ports,
        tuple(dict.fromkeys(backends)),
    )


def _hosts(rules: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(rule["host"]) for rule in rules if rule.get("host")))


def _listened(notes: dict[str, Any]) -> tuple[str, ...]:
    try:
        ports = json.loads(str(notes.get(f"{_ALB}listen-ports", "[]")))
    except (ValueError, RecursionError):
        return ()
    return tuple(f"{name} {number}" for each in mappings(ports) for name, number in each.items())
