"""Egress: every address that a pod is told has a rule, and so has the DNS server."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kgc_constructs.checks.model.needs import ANYBODY, Need
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.urls import urls_of
from kgc_constructs.checks.network.judging import Asked, Governed, denied, settled_by_plugins
from kgc_constructs.checks.network.places import called_by
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment, NetworkPolicySettings
from kgc_constructs.settings.destinations import Destination, destination_of, destinations, rotation_destinations
from kgc_constructs.settings.object_names import selector_of

__all__ = ["RULES", "asked", "check"]

_API = "https://kubernetes.io/docs/concepts/services-networking/network-policies/"

DENIED = Rule(
    id="network-egress-denied",
    title="Every address that a pod calls is allowed by its NetworkPolicies, with host and port.",
    why="the call would time out, and only once it is made",
    source=_API,
    settings=("network_policy.peers", "network_policy.allow_https"),
)
DNS = Rule(
    id="network-dns-denied",
    title="A pod whose egress is closed may ask the DNS server, over UDP and over TCP.",
    why="no name can be resolved, and over UDP alone no long answer",
    source=_API,
    settings=("network_policy.dns_namespace",),
)
RULES = (DENIED, DNS)

_DNS_LABELS = {"k8s-app": "kube-dns"}
_DNS_PORTS = ("5353", "dns", "dns-tcp")  # as some distributions have it, beside 53
_ANYWHERE = ("0.0.0.0/0", "::/0")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """What the settings call, what the documents call, and names."""
    if environment is None:
        if not settled_by_plugins(rendered):
            yield from denied(rendered, "Egress", lambda each: list(_by_documents(rendered, each)))
    elif environment.network_policy is not None:
        yield from denied(rendered, "Egress", lambda each: asked(rendered, environment, each.pod))


def asked(rendered: Rendered, environment: Environment, pod: Pod) -> list[Asked]:
    """Everything that a pod must be allowed to call, by the settings and by the documents; worked out once."""
    known, policy = rendered.once(_known), environment.network_policy
    if policy is None:
        return []
    of_whom, found = known.get(id(pod), (None, []))
    if of_whom is not environment:
        found = list(_by_settings(rendered, environment, policy, pod))
        known[id(pod)] = environment, found  # pods are views themselves, and live as long as this
    return found


def _known(_: Rendered) -> dict[int, tuple[Environment, list[Asked]]]:
    return {}


def _by_settings(
    rendered: Rendered, environment: Environment, policy: NetworkPolicySettings, pod: Pod
) -> Iterator[Asked]:
    for protocol in ("UDP", "TCP"):
        why = "names are asked of the cluster's DNS server"
        yield DNS, Need(why=why, port=53, protocol=protocol, namespace=policy.dns_namespace, labels=_DNS_LABELS)
    sidecar = selector_of(environment).items() <= pod.labels.items()
    for place in (destinations if sidecar else rotation_destinations)(environment):
        yield from _to(environment, place, f"{place.field} says {place.host}")
    for path, url, _ in urls_of(rendered, pod):
        yield from _to(environment, destination_of(environment, path, url), f"{path} says {urlsplit(url).hostname}")
    if policy.allow_https and sidecar:
        for cidr in _ANYWHERE:
            yield DENIED, Need(why="network_policy.allow_https", port=443, cidr=cidr)


def _to(environment: Environment, place: Destination, why: str) -> Iterator[Asked]:
    for cidr in place.cidrs:
        yield DENIED, Need(why=why, port=place.port, cidr=cidr)
    if not place.cidrs:
        namespace = place.namespace or environment.full_namespace
        yield DENIED, Need(why=why, port=place.port, namespace=namespace, labels=dict(place.labels))


def _by_documents(rendered: Rendered, each: Governed) -> Iterator[Asked]:
    """What the pod is told to call; one that is told names, or may call pods, needs names resolved."""
    calls = list(called_by(rendered, each.pod))
    yield from ((DENIED, need) for need in calls)
    if any(not need.cidr for need in calls) or any(pair.peer and "ipBlock" not in pair.peer for pair in each.pairs):
        elsewhere = {(str(port.get("protocol") or "TCP"), str(port.get("port"))) for port in _ports(each)}
        for protocol in ("UDP", "TCP"):
            if not any((protocol, port) in elsewhere for port in _DNS_PORTS):
                why = "names are asked of the cluster's DNS server"
                yield DNS, Need(why=why, port=53, protocol=protocol, place=ANYBODY)


def _ports(each: Governed) -> list[Document]:
    return [pair.port for pair in each.pairs if pair.port is not None]
