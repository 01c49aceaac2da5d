"""What is public: hosts with the place that names them, and the certificates that are used there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = ["ALB", "ROUTES", "Exposure", "alb_arns", "exposures", "is_alb", "tls_hosts"]

ALB = "alb.ingress.kubernetes.io/"
"""Prefix of the annotations of the AWS load balancer controller."""
ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute")


@dataclass(frozen=True)
class Exposure:
    """An Ingress, a route or a Gateway: the object, the hosts it answers to, and where it says so.

    `secrets` are those that hold its certificate, by host; a host may have none.
    """

    document: Document
    path: str
    hosts: frozenset[str]
    secrets: tuple[tuple[frozenset[str], str], ...] = ()

    @property
    def namespace(self) -> str:
        """Where it stands, and where its secrets are looked for."""
        return str(at(self.document, "metadata.namespace") or "")

    @property
    def annotations(self) -> Document:
        """Its annotations."""
        return mapping(at(self.document, "metadata.annotations"))


def exposures(rendered: Rendered) -> Iterator[Exposure]:
    """Everything public; `*` stands for any host."""
    for ingress in rendered.of_kind("Ingress"):
        hosts = {str(rule.get("host") or "*") for rule in mappings(at(ingress, "spec.rules"))}
        secrets = tuple(
            (frozenset(_texts(tls.get("hosts"))), str(tls["secretName"]))
            for tls in mappings(at(ingress, "spec.tls"))
            if tls.get("secretName")
        )
        yield Exposure(ingress, "spec.rules.host", frozenset(hosts), secrets)
    for route in rendered.of_kind(*ROUTES):
        yield Exposure(route, "spec.hostnames", frozenset(_texts(at(route, "spec.hostnames")) or ["*"]))
    for gateway in rendered.of_kind("Gateway"):
        for listener in mappings(at(gateway, "spec.listeners")):
            references = mappings(at(listener, "tls.certificateRefs"))
            own = [str(each.get("name")) for each in references if not each.get("namespace")]
            hosts = {str(listener.get("hostname") or "*")}
            path = f"spec.listeners.{listener.get('name')}.hostname"
            yield Exposure(gateway, path, frozenset(hosts), tuple((frozenset(hosts), name) for name in own))


def tls_hosts(ingress: Document) -> set[str]:
    """The hosts that an Ingress names under `tls`."""
    return {host for tls in mappings(at(ingress, "spec.tls")) for host in _texts(tls.get("hosts"))}


def is_alb(exposure: Exposure) -> bool:
    """Whether the AWS load balancer controller serves it."""
    said = exposure.annotations.get("kubernetes.io/ingress.class") or at(exposure.document, "spec.ingressClassName")
    annotated = any(str(key).startswith(ALB) for key in exposure.annotations)
    return exposure.document.get("kind") == "Ingress" and (said == "alb" or annotated)


def alb_arns(exposure: Exposure) -> list[str]:
    """The certificates that an Ingress names itself; otherwise the controller looks for one by host."""
    said = str(exposure.annotations.get(f"{ALB}certificate-arn") or "")
    return [each.strip() for each in said.split(",") if each.strip()]


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
