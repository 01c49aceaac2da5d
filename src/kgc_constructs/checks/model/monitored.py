"""What the monitors of the Prometheus operator watch.

Source: https://prometheus-operator.dev/docs/api-reference/api/ (NamespaceSelector)
"""

from __future__ import annotations

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, texts
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.selection import pods_by_label, services_by_label

__all__ = ["monitors_of_pod", "monitors_of_service", "watched_namespaces"]


def watched_namespaces(monitor: Document) -> list[str] | None:
    """The namespaces that a monitor looks into: its own unless it names others; None stands for all."""
    chosen = mapping(at(monitor, "spec.namespaceSelector"))
    if chosen.get("any") is True:
        return None
    return texts(chosen.get("matchNames")) or [str(at(monitor, "metadata.namespace") or "")]


def monitors_of_service(rendered: Rendered, service: Document) -> list[Document]:
    """The ServiceMonitors that watch a Service."""
    return rendered.once(_of_services).get(id(service), [])


def monitors_of_pod(rendered: Rendered, pod: Pod) -> list[Document]:
    """The PodMonitors that watch a pod."""
    return rendered.once(_of_pods).get(id(pod), [])


def _of_services(rendered: Rendered) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = {}
    services = rendered.once(services_by_label)
    for monitor in rendered.of_kind("ServiceMonitor"):
        for service in services.selected_in(at(monitor, "spec.selector"), watched_namespaces(monitor)):
            found.setdefault(id(service), []).append(monitor)
    return found


def _of_pods(rendered: Rendered) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = {}
    known = rendered.once(pods_by_label)
    for monitor in rendered.of_kind("PodMonitor"):
        for pod in known.selected_in(at(monitor, "spec.selector"), watched_namespaces(monitor)):
            found.setdefault(id(pod), []).append(monitor)
    return found
