"""From a monitor to the metrics port of a Service."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.monitored import watched_namespaces
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.checks.model.selection import Labelled
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["MONITOR", "check_monitor"]

MONITOR = Rule(
    id="monitor-port",
    title="What is scraped is the metrics port of a Service in a namespace that is watched",
    why="there would be nothing to scrape",
    source="https://prometheus-operator.dev/docs/api-reference/api/ (ServiceMonitor)",
    settings=("observability.metrics",),
)

_METRICS = ("metrics", "http-metrics", "prometheus")


def check_monitor(
    monitor: Document, services: Labelled[Document], environment: Environment | None
) -> Iterator[Finding]:
    """The port that is scraped, and the namespaces in which Services are looked for: ours have it beside them."""
    selector, here, namespaces = at(monitor, "spec.selector"), namespace_of(monitor), watched_namespaces(monitor)
    if environment and namespaces is not None and here not in namespaces:
        allowed, reason = here or "the namespace of the Service", "the Service is somewhere else"
        yield MONITOR.in_object(monitor, "spec.namespaceSelector", namespaces, allowed, reason)
        namespaces = [here]
    watched = list(services.selected_in(selector, namespaces))
    names = {str(port.get("name")) for service in watched for port in mappings(at(service, "spec.ports"))}
    if not watched:
        return  # `selector-matches-something` says so
    metrics = [name for name in _METRICS if name in names]
    for number, endpoint in enumerate(mappings(at(monitor, "spec.endpoints"))):
        port = endpoint.get("port")
        if port is None and endpoint.get("targetPort") is not None:
            continue
        if str(port) not in names or (metrics and str(port) not in metrics):
            yield MONITOR.in_object(
                monitor, f"spec.endpoints.{number}.port", port, ", ".join(metrics or sorted(names)) or "a named port"
            )
