"""What a destination is for, as the addresses say that the pods are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kgc_constructs.checks.model.peers import NAMESPACE, holds, network_of, selects_namespace
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.urls import Url
from kgc_constructs.settings.destinations import DEFAULT_PORTS

__all__ = ["Address", "addresses_of", "namespace_in", "purpose_at", "purpose_of", "reached_by"]

_SERVICE_PARTS = 2  # NAMESPACE.svc, after the name
_SCHEMES = {
    **dict.fromkeys(("postgres", "postgresql", "mysql", "mongodb"), "Database"),
    **dict.fromkeys(("redis", "rediss"), "Redis"),
    **dict.fromkeys(("amqp", "amqps", "kafka", "nats"), "Queue"),
}
_WORDS = {
    "Vault": ("vault", "bao"),
    "Collector": ("otel", "observability", "trac", "jaeger", "collector", "tempo", "zipkin"),
}
_PORTS = {53: "DNS", 8200: "Vault", 5432: "Database", 6379: "Redis", **dict.fromkeys((4317, 4318, 14268), "Collector")}


class Address(NamedTuple):
    """Where a pod is told to call, and where it is told so."""

    scheme: str
    host: str
    port: int
    told: str


def addresses_of(urls: Iterable[Url]) -> list[Address]:
    """The addresses in the texts that a pod is told, each once."""
    found: dict[tuple[str, int], Address] = {}
    for path, url, _ in urls:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
        if parts.hostname and port:
            found.setdefault((parts.hostname, port), Address(parts.scheme, parts.hostname, port, path))
    return list(found.values())


def purpose_of(address: Address) -> str:
    """One word for what is there, or nothing."""
    if address.scheme in _SCHEMES:
        return _SCHEMES[address.scheme]
    text = f"{address.host} {address.told.rpartition('.')[2]}".lower()
    for purpose, words in _WORDS.items():
        if any(word in text for word in words):
            return purpose
    return purpose_at(address.port)


def purpose_at(port: int) -> str:
    """What usually listens there, or nothing."""
    return _PORTS.get(port, "")


def reached_by(peer: Mapping[str, Any] | None, own: str, address: Address) -> bool:
    """Whether the peer, in a policy of the namespace `own`, is where `address` leads, as far as documents can say."""
    if peer is None:
        return True
    block = peer.get("ipBlock")
    if network_of(address.host):
        return block is not None and holds(mapping(block), address.host)
    name, *parts = address.host.split(".")
    inside = len(parts) < _SERVICE_PARTS or parts[1] == "svc"
    if block is not None or not inside:
        return block is not None and not inside
    namespace = parts[0] if parts else own
    if peer.get("namespaceSelector") is not None:
        return selects_namespace(peer["namespaceSelector"], namespace, {}, strict=False)
    labels = mapping(mapping(peer.get("podSelector")).get("matchLabels"))
    return namespace == own and (not labels or name in labels.values())


def namespace_in(peer: Mapping[str, Any] | None) -> str:
    """The one namespace that a peer names, or nothing."""
    selector = mapping(mapping(peer).get("namespaceSelector"))
    return str(mapping(selector.get("matchLabels")).get(NAMESPACE, ""))
