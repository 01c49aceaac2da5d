"""Every place the pods call, found in the settings: the only source of egress rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = [
    "DEFAULT_PORTS", "Destination", "destination_of", "destinations", "rotation_destinations", "urls_in_use",
]  # fmt: skip

DEFAULT_PORTS = {"http": 80, "https": 443, "postgres": 5432, "postgresql": 5432, "redis": 6379, "rediss": 6379}
"""Ports of the schemes, where a URL names none."""

_SERVICE_PARTS = 2  # SERVICE.NAMESPACE, before `svc` and the cluster's domain
_ANYWHERE = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A host and port that a pod calls, and what a NetworkPolicy has to know of it.

    `cidrs` is empty for pods in the cluster; `namespace` is then None for the sidecar's own.
    """

    field: str
    host: str
    port: int
    namespace: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
    cidrs: tuple[str, ...] = ()


def destinations(environment: Environment) -> tuple[Destination, ...]:
    """What the sidecar calls, one for each URL in use, with the places that `network_policy.peers` gives."""
    return tuple(destination_of(environment, field, url) for field, url in _sidecar_urls(environment))


def rotation_destinations(environment: Environment) -> tuple[Destination, ...]:
    """What the rotation's pods call: Vault, which itself changes the passwords of the database."""
    return tuple(destination_of(environment, field, url) for field, url in _rotation_urls(environment))


def urls_in_use(environment: Environment) -> Iterator[tuple[str, str]]:
    """Each URL that a pod calls, with the field it stands in."""
    yield from dict.fromkeys((*_sidecar_urls(environment), *_rotation_urls(environment)))


def _rotation_urls(environment: Environment) -> Iterator[tuple[str, str]]:
    if environment.vault.rotation:
        yield "vault.address", environment.vault.address


def _sidecar_urls(environment: Environment) -> Iterator[tuple[str, str]]:
    if environment.secret_delivery.kind == "vault-agent":  # the operators call Vault from their own namespaces
        yield "vault.address", environment.vault.address
    tracing = environment.observability.tracing if environment.observability else None
    if tracing:
        yield "observability.tracing.endpoint", tracing.endpoint
    yield "database.url", environment.database.url
    if environment.redis:
        yield "redis.url", environment.redis.url


def destination_of(environment: Environment, field: str, url: str) -> Destination:
    """The place that the peer of this host says, and where it says nothing, the place that the name says."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    found = _by_name(field, host, parts.port or DEFAULT_PORTS[parts.scheme])
    policy = environment.network_policy
    for peer in policy.peers if policy else ():
        if peer.host == host:
            found = replace(found, port=peer.port or found.port)
            if peer.cidrs:
                found = replace(found, cidrs=peer.cidrs, namespace=None)
            elif peer.namespace or peer.labels:
                found = replace(
                    found,
                    cidrs=(),
                    namespace=peer.namespace or found.namespace,
                    labels=tuple(peer.labels.items()),
                )
    return found


def _by_name(field: str, host: str, port: int) -> Destination:
    """What the host name alone says: an address, a Service of the cluster, or somewhere outside."""
    try:
        address = ip_address(host)
    except ValueError:
        pass
    else:
        return Destination(field=field, host=host, port=port, cidrs=(f"{address}/{address.max_prefixlen}",))
    parts = host.split(".")
    if len(parts) == 1:
        return Destination(field=field, host=host, port=port)
    if len(parts) == _SERVICE_PARTS or parts[_SERVICE_PARTS] == "svc":
        return Destination(field=field, host=host, port=port, namespace=parts[1])
    return Destination(field=field, host=host, port=port, cidrs=_ANYWHERE)
