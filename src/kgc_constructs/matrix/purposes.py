"""What a destination is for, as the addresses say that the pods are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.matrix.peers import namespace_of
from kgc_constructs.settings.destinations import DEFAULT_PORTS

__all__ = ["DNS", "Address", "addresses_of", "purpose_at", "purpose_of", "reached_by"]

DNS = "DNS"
DNS_PORT = 53
_SCHEMES = {
    **dict.fromkeys(("postgres", "postgresql", "mysql", "mongodb"), "Database"),
    **dict.fromkeys(("redis", "rediss"), "Redis"),
    **dict.fromkeys(("amqp", "amqps", "kafka", "nats"), "Queue"),
}
_WORDS = {
    "Vault": ("vault", "bao"),
    "Collector": ("otel", "observability", "trac", "jaeger", "collector", "tempo", "zipkin"),
}
_PORTS = {8200: "Vault", 5432: "Database", 6379: "Redis", **dict.fromkeys((4317, 4318, 14268), "Collector")}


class Address(NamedTuple):
    """Where a pod is told to call, and where it is told so."""

    scheme: str
    host: str
    port: int
    told: str


def addresses_of(urls: Iterable[tuple[str, str]]) -> list[Address]:
    """The addresses in the texts that a pod is told, each once."""
    found: dict[tuple[str, int], Address] = {}
    for path, url in urls:
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
    return DNS if port == DNS_PORT else _PORTS.get(port, "")


def reached_by(peer: Mapping[str, Any] | None, own: str, address: Address) -> bool:
    """Whether the peer, in a policy of the namespace `own`, is where `address` leads, as far as documents can say."""
    if peer is None:
        return True
    block = peer.get("ipBlock")
    try:
        there = ip_address(address.host)
    except ValueError:
        parts = address.host.split(".")
    else:
        return block is not None and there in ip_network(str(at(block, "cidr")), strict=False)
    inside = len(parts) < 3 or parts[2] == "svc"  # noqa: PLR2004  # SERVICE.NAMESPACE.svc
    if block is not None:
        return not inside
    namespace = parts[1] if len(parts) > 1 else own
    if "namespaceSelector" in peer:
        return inside and namespace_of(peer) in ("", namespace)
    labels = mapping(at(peer, "podSelector.matchLabels"))
    return inside and namespace == own and (not labels or parts[0] in labels.values())
