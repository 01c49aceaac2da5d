"""Who may talk to the sidecar and to whom it may talk. The flows themselves are derived from the other settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import Cidr, DnsLabel, DnsName, LabelMap
from kgc_constructs.settings.reaches import Reaches

__all__ = ["NetworkPolicySettings", "Peer"]


class Peer(Settings):
    """Where a host named in the settings really is, when its name does not say it."""

    host: Annotated[DnsName, Reaches("NetworkPolicy:spec.egress.*")]
    """Host of a URL in these settings."""

    namespace: Annotated[DnsLabel | None, Reaches("NetworkPolicy:spec.egress.*")] = None
    """Namespace of its pods; none means the one that the host name says, or else the sidecar's own."""

    labels: Annotated[LabelMap, Reaches("NetworkPolicy:spec.egress.*")] = Field(default_factory=dict)
    """Labels of its pods."""

    cidrs: Annotated[tuple[Cidr, ...], Reaches("NetworkPolicy:spec.egress.*")] = ()
    """Its networks, when it is outside the cluster."""

    port: Annotated[Annotated[int, Field(ge=1, le=65535)] | None, Reaches("NetworkPolicy:spec.egress.*.port")] = None
    """Port of the pods, when the Service maps the URL's port to another one."""

    def relations(self) -> Iterator[Problem]:
        """A peer is either pods or networks."""
        if self.cidrs and (self.labels or self.namespace):
            yield Problem(
                field="cidrs",
                value=self.cidrs,
                allowed="nothing, when namespace or labels are given",
                reason="NetworkPolicyPeer takes either pods or an ipBlock (Kubernetes API)",
                depends_on=("namespace", "labels"),
            )


class NetworkPolicySettings(Settings):
    """Deny by default, then exactly the flows that the settings need."""

    peers: Annotated[tuple[Peer, ...], Reaches("NetworkPolicy:spec.egress.*")] = ()
    """Places of hosts that the settings call."""

    client_namespaces: Annotated[tuple[DnsLabel, ...], Reaches("NetworkPolicy:spec.ingress.*")] = ()
    """Namespaces whose pods may call the HTTP API directly."""

    allow_https: Annotated[bool, Reaches("NetworkPolicy:spec.egress.*")] = False
    """Whether the sidecar may call any public address on port 443."""

    dns_namespace: Annotated[DnsLabel, Reaches("NetworkPolicy:spec.egress.*")] = "kube-system"
    """Namespace of the cluster's DNS server."""

    def relations(self) -> Iterator[Problem]:
        """One place for each host."""
        hosts = [peer.host for peer in self.peers]
        for host in sorted({host for host in hosts if hosts.count(host) > 1}):
            yield Problem(field="peers", value=host, allowed="each host once", reason="the host would have two places")
