"""Ingress: who calls a pod may."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.needs import Need
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.network.callers import from_outside, scrapers
from kgc_constructs.checks.network.judging import Asked, Governed, denied, settled_by_plugins
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import AlbIngress, Environment, GatewayRoute, NginxIngress
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT, selector_of

__all__ = ["RULES", "asked", "check"]

EXPOSED = Rule(
    id="network-exposure-denied",
    title="A pod that is exposed by an Ingress, a route or a load balancer admits whoever leads there.",
    why="every request from outside would time out",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    settings=("exposure.controller_namespace", "exposure.gateway_namespace", "exposure.source_cidrs"),
)
SCRAPED = Rule(
    id="network-scrape-denied",
    title="A pod that Prometheus is told to scrape admits it on its metrics port.",
    why="there would be no metrics, and so no alarm that reads them",
    source="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor",
    settings=("observability.metrics.scraper_namespace",),
)
CLIENT = Rule(
    id="network-client-denied",
    title="Every namespace that the settings name as a client is admitted.",
    why="its calls would time out",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    settings=("network_policy.client_namespaces",),
)
RULES = (EXPOSED, SCRAPED, CLIENT)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """The controller in use, the scraper and the clients reach the pods that they are meant for."""
    if environment is not None:
        yield from denied(rendered, "Ingress", lambda each: asked(environment, each.pod))
    elif not settled_by_plugins(rendered):
        yield from denied(rendered, "Ingress", lambda each: list(_by_documents(rendered, each)))


def asked(environment: Environment, pod: Pod) -> list[Asked]:
    """Who calls a pod by the settings: nobody, unless it is a sidecar."""
    return list(_callers(environment, pod)) if selector_of(environment).items() <= pod.labels.items() else []


def _by_documents(rendered: Rendered, each: Governed) -> Iterator[Asked]:
    yield from ((EXPOSED, need) for need in from_outside(rendered, each.pod))
    yield from ((SCRAPED, need) for need in scrapers(rendered, each.pod))


def _callers(environment: Environment, pod: Pod) -> Iterator[Asked]:
    exposure, policy, names = environment.exposure, environment.network_policy, named_ports(pod)
    if isinstance(exposure, NginxIngress):
        why, namespace = "exposure.controller_namespace", exposure.controller_namespace
        yield EXPOSED, Need(why=why, port=HTTP_PORT, namespace=namespace, names=names)
    elif isinstance(exposure, GatewayRoute):
        why, namespace = "exposure.gateway_namespace", exposure.gateway_namespace
        yield EXPOSED, Need(why=why, port=HTTP_PORT, namespace=namespace, names=names)
    elif isinstance(exposure, AlbIngress):
        for cidr in exposure.source_cidrs:
            yield EXPOSED, Need(why="exposure.source_cidrs", port=HTTP_PORT, cidr=cidr, names=names)
    for namespace in policy.client_namespaces if policy else ():
        why = "network_policy.client_namespaces"
        yield CLIENT, Need(why=why, port=HTTP_PORT, namespace=namespace, names=names)
    metrics = environment.observability.metrics if environment.observability else None
    if metrics:
        why, namespace = "observability.metrics.scraper_namespace", metrics.scraper_namespace
        yield SCRAPED, Need(why=why, port=METRICS_PORT, namespace=namespace, names=names)
