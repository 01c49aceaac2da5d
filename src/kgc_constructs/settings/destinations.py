"""Every place the sidecar calls, found in the settings: the only source of egress rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = ["Destination", "destinations"]

_DEFAULT_PORTS = {"http": 80, "https": 443, "postgres": 5432, "postgresql": 5432, "redis": 6379, "rediss": 6379}
_SERVICE_PARTS = 2  # SERVICE.NAMESPACE, before `svc` and the cluster's domain
ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A host and port that the sidecar calls, and what a NetworkPolicy has to know of it.

    `cidrs` is empty for pods in the cluster; `namespace` is then None for the sidecar's own.
    """

    field: str
    host: str
    port: int
    namespace: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
    cidrs: tuple[str, ...] = ()


def destinations(environment: Environment) -> tuple[Destination, ...]:
    """All destinations, one for each URL in use, with the places that `network_policy.peers` gives."""
    policy = environment.network_policy
    peers = {peer.host: peer for peer in policy.peers} if policy else {}
    found = []
    for field, url in urls_in_use(environment):
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        peer = peers.get(host)
        if peer is None:
            found.append(_by_name(field, host, port))
            continue
        labels = tuple(peer.labels.items())
        found.append(
            Destination(
                field=field,
                host=host,
                port=peer.port or port,
                namespace=peer.namespace,
                labels=labels,
                cidrs=peer.cidrs if peer.cidrs or peer.namespace or labels else _by_name(field, host, port).cidrs,
            )
        )
    return tuple(found)


def urls_in_use(environment: Environment) -> Iterator[tuple[str, str]]:
    """Each URL that a pod calls, with the field it stands in."""
    if environment.secret_delivery.kind == "vault-agent":  # the operators call Vault from their own namespaces
        yield "vault.address", environment.vault.address
    tracing = environment.observability.tracing if environment.observability else None
    if tracing:
        yield "observability.tracing.endpoint", tracing.endpoint
    yield "database.url", environment.database.url
    if environment.redis:
        yield "redis.url", environment.redis.url


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
    return Destination(field=field, host=host, port=port, cidrs=(ANYWHERE,))
