"""Which connections the settings need: each rule exists because a setting does."""

from __future__ import annotations

from collections.abc import Iterable

from kgc_constructs.kubernetes.peers import in_namespace, in_own_namespace, in_public_networks, networks
from kgc_constructs.kubernetes.plus import k8s, number_or_text
from kgc_constructs.settings import Environment, NetworkPolicySettings
from kgc_constructs.settings.destinations import Destination, destinations, rotation_destinations
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT

__all__ = ["rotation_egress", "sidecar_egress", "sidecar_ingress"]

_DNS_PORT = 53
_HTTPS_PORT = 443
_DNS_PODS = {"k8s-app": "kube-dns"}  # CoreDNS carries its predecessor's label


def sidecar_ingress(settings: Environment) -> list[k8s.NetworkPolicyIngressRule]:
    """Who may call the sidecar. The kubelet's probes need no rule: a node always reaches its own pods."""
    policy = settings.network_policy or NetworkPolicySettings()
    callers = [*_front(settings), *(in_namespace(each) for each in policy.client_namespaces)]
    metrics = settings.observability and settings.observability.metrics
    rules = [_ingress(callers, HTTP_PORT)] if callers else []
    return [*rules, _ingress([in_namespace(metrics.scraper_namespace)], METRICS_PORT)] if metrics else rules


def sidecar_egress(settings: Environment) -> list[k8s.NetworkPolicyEgressRule]:
    """Whom the sidecar and the agent in its pod may call."""
    policy = settings.network_policy or NetworkPolicySettings()
    rules = [_dns(policy), *_to(destinations(settings))]
    return [*rules, _egress(in_public_networks(), _HTTPS_PORT)] if policy.allow_https else rules


def rotation_egress(settings: Environment) -> list[k8s.NetworkPolicyEgressRule]:
    """Whom the rotation's pods may call."""
    return [_dns(settings.network_policy or NetworkPolicySettings()), *_to(rotation_destinations(settings))]


def _front(settings: Environment) -> list[k8s.NetworkPolicyPeer]:
    """Where requests from outside come from, by the way the sidecar is exposed."""
    match settings.exposure:
        case None:
            return []
        case exposure if exposure.kind == "nginx":
            return [in_namespace(exposure.controller_namespace)]
        case exposure if exposure.kind == "gateway":
            return [in_namespace(exposure.gateway_namespace)]
        case exposure:
            return networks(*exposure.source_cidrs)


def _to(places: Iterable[Destination]) -> list[k8s.NetworkPolicyEgressRule]:
    return [_egress(_peers(place), place.port) for place in places]


def _peers(place: Destination) -> list[k8s.NetworkPolicyPeer]:
    if place.cidrs:
        return networks(*place.cidrs)
    labels = dict(place.labels)
    return [in_namespace(place.namespace, labels) if place.namespace else in_own_namespace(labels)]


def _dns(policy: NetworkPolicySettings) -> k8s.NetworkPolicyEgressRule:
    """Names are asked over UDP, and over TCP when the answer is long."""
    return k8s.NetworkPolicyEgressRule(
        to=[in_namespace(policy.dns_namespace, _DNS_PODS)], ports=[_port(_DNS_PORT, "UDP"), _port(_DNS_PORT, "TCP")]
    )


def _ingress(callers: list[k8s.NetworkPolicyPeer], port: int) -> k8s.NetworkPolicyIngressRule:
    return k8s.NetworkPolicyIngressRule(from_=callers, ports=[_port(port, "TCP")])


def _egress(peers: list[k8s.NetworkPolicyPeer], port: int) -> k8s.NetworkPolicyEgressRule:
    return k8s.NetworkPolicyEgressRule(to=peers, ports=[_port(port, "TCP")])


def _port(number: int, protocol: str) -> k8s.NetworkPolicyPort:
    return k8s.NetworkPolicyPort(port=number_or_text(number), protocol=protocol)
