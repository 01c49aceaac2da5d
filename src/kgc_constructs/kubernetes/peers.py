"""The other side of a network flow: pods of a namespace, or networks."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network

from kgc_constructs.kubernetes.plus import k8s

__all__ = ["in_namespace", "in_own_namespace", "in_public_networks", "networks"]

_NAMESPACE = "kubernetes.io/metadata.name"  # the API server sets it on every namespace
_LINK_LOCAL = ("169.254.0.0/16", "fd00:ec2::/32", "fe80::/10")
_PRIVATE = (
    "10.0.0.0/8",
    "100.64.0.0/10",  # shared between a provider and its customers (RFC 6598); some clouds number pods from it
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "fc00::/7",
    "fe80::/10",
)
"""Addresses that mean something inside an organisation or a machine only (RFC 1918, 3927, 4193, 4291)."""


def in_namespace(namespace: str, labels: Mapping[str, str] | None = None) -> k8s.NetworkPolicyPeer:
    """Pods of another namespace, all or those with `labels`."""
    return k8s.NetworkPolicyPeer(
        namespace_selector=k8s.LabelSelector(match_labels={_NAMESPACE: namespace}),
        pod_selector=k8s.LabelSelector(match_labels=dict(labels)) if labels else None,
    )


def in_own_namespace(labels: Mapping[str, str] | None = None) -> k8s.NetworkPolicyPeer:
    """Pods of the policy's own namespace, all or those with `labels`."""
    return k8s.NetworkPolicyPeer(pod_selector=k8s.LabelSelector(match_labels=dict(labels) if labels else None))


def networks(*cidrs: str) -> list[k8s.NetworkPolicyPeer]:
    """Addresses outside the cluster, without the link-local ones among them: there clouds hand out credentials."""
    return _blocks(cidrs, _LINK_LOCAL)


def in_public_networks() -> list[k8s.NetworkPolicyPeer]:
    """The public internet."""
    return _blocks(("0.0.0.0/0", "::/0"), _PRIVATE)


def _blocks(cidrs: tuple[str, ...], without: tuple[str, ...]) -> list[k8s.NetworkPolicyPeer]:
    return [
        k8s.NetworkPolicyPeer(
            ip_block=k8s.IpBlock(cidr=cidr, except_=[each for each in without if _inside(each, cidr)] or None)
        )
        for cidr in cidrs
    ]


def _inside(part: str, whole: str) -> bool:
    """Whether `part` is a smaller network within `whole`: an `except` must be (Kubernetes API validation)."""
    inner, outer = ip_network(part), ip_network(whole)
    return inner != outer and inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]
