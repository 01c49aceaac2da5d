"""Egress: every address that a pod is told has a rule, and no rule is there that no address needs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kgc_constructs.checks.model.flows import Need, governs
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.urls import urls_of
from kgc_constructs.checks.network.judging import judge
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment, NetworkPolicySettings
from kgc_constructs.settings.destinations import Destination, destination_of, destinations, rotation_destinations
from kgc_constructs.settings.object_names import selector_of

__all__ = ["check"]

_DNS = {"k8s-app": "kube-dns"}
_ANYWHERE = ("0.0.0.0/0", "::/0")


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Deny by default, then DNS, what the settings call, what the documents call, and nothing else."""
    policy = environment.network_policy
    if policy is not None:
        yield from _default_deny(rendered)
        yield from judge(rendered, "Egress", lambda pod: list(_needs(rendered, environment, policy, pod)))


def _default_deny(rendered: Rendered) -> Iterator[Problem]:
    for namespace in rendered.of_kind("Namespace"):
        for direction in ("Ingress", "Egress"):
            if not any(
                governs(policy, {}, direction) and not at(policy, f"spec.{direction.lower()}")
                for policy in rendered.of_kind("NetworkPolicy")
            ):
                allowed = f"a NetworkPolicy for all pods, of type {direction}, without rules"
                reason = "every pod that no other policy selects may talk to anybody"
                yield in_object(namespace, "NetworkPolicy", None, allowed, reason)


def _needs(rendered: Rendered, environment: Environment, policy: NetworkPolicySettings, pod: Pod) -> Iterator[Need]:
    for protocol in ("UDP", "TCP"):
        why = "names are asked of the cluster's DNS server"
        yield Need(why=why, port=53, protocol=protocol, namespace=policy.dns_namespace, labels=_DNS)
    sidecar = selector_of(environment).items() <= pod.labels.items()
    for destination in (destinations if sidecar else rotation_destinations)(environment):
        yield from _to(environment, destination, f"{destination.field} says {destination.host}")
    for path, url in urls_of(rendered, pod):
        yield from _to(environment, destination_of(environment, path, url), f"{path} says {urlsplit(url).hostname}")
    if policy.allow_https and sidecar:
        for cidr in _ANYWHERE:
            yield Need(why="network_policy.allow_https", port=443, cidr=cidr)


def _to(environment: Environment, place: Destination, why: str) -> Iterator[Need]:
    for cidr in place.cidrs:
        yield Need(why=why, port=place.port, cidr=cidr)
    if not place.cidrs:
        namespace = place.namespace or environment.full_namespace
        yield Need(why=why, port=place.port, namespace=namespace, labels=dict(place.labels))
