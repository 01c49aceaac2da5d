"""Ingress: who calls the sidecar by the settings may, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.flows import Need
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network.judging import judge
from kgc_constructs.errors import Problem
from kgc_constructs.settings import AlbIngress, Environment, GatewayRoute, NginxIngress
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT, selector_of

__all__ = ["check"]


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """The controller in use, the scraper and the clients reach the sidecar; nobody reaches any other pod."""
    callers = list(_callers(environment))
    stable = selector_of(environment).items()

    def needs_of(pod: Pod) -> list[Need]:
        return callers if stable <= pod.labels.items() else []

    yield from judge(rendered, "Ingress", needs_of)


def _callers(environment: Environment) -> Iterator[Need]:
    exposure, policy = environment.exposure, environment.network_policy
    if isinstance(exposure, NginxIngress):
        yield Need(why="exposure.controller_namespace", port=HTTP_PORT, namespace=exposure.controller_namespace)
    elif isinstance(exposure, GatewayRoute):
        yield Need(why="exposure.gateway_namespace", port=HTTP_PORT, namespace=exposure.gateway_namespace)
    elif isinstance(exposure, AlbIngress):
        for cidr in exposure.source_cidrs:
            yield Need(why="exposure.source_cidrs", port=HTTP_PORT, cidr=cidr)
    for namespace in policy.client_namespaces if policy else ():
        yield Need(why="network_policy.client_namespaces", port=HTTP_PORT, namespace=namespace)
    metrics = environment.observability.metrics if environment.observability else None
    if metrics:
        why = "observability.metrics.scraper_namespace"
        yield Need(why=why, port=METRICS_PORT, namespace=metrics.scraper_namespace)
