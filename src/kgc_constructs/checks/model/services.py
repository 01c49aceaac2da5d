"""What a Service leads to: which pods, and which of their ports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports, port_number
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.selection import pods_by_label

__all__ = ["leads_to", "pods_behind", "services_before", "services_named", "target_ports"]


def leads_to(service: Document, pod: Pod) -> bool:
    """Whether a Service sends requests to a pod; one without a selector sends them to none that it knows."""
    selector = mapping(at(service, "spec.selector"))
    near = str(at(service, "metadata.namespace") or "") == pod.namespace
    return bool(selector) and near and selects({"matchLabels": selector}, pod.labels)


def pods_behind(rendered: Rendered, service: Document) -> Iterator[Pod]:
    """The pods that a Service leads to."""
    if selector := mapping(at(service, "spec.selector")):
        namespace = str(at(service, "metadata.namespace") or "")
        yield from rendered.once(pods_by_label).selected({"matchLabels": selector}, namespace)


def services_before(rendered: Rendered, pod: Pod) -> list[Document]:
    """The Services that lead to a pod."""
    return rendered.once(_before).get(id(pod), [])


def services_named(rendered: Rendered, namespace: str, name: str) -> list[Document]:
    """The Services of one name; there may be several where the documents are of several clusters."""
    return rendered.once(_named).get((namespace, name), [])


def _before(rendered: Rendered) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = {}
    for service in rendered.of_kind("Service"):
        for pod in pods_behind(rendered, service):
            found.setdefault(id(pod), []).append(service)
    return found


def _named(rendered: Rendered) -> dict[tuple[str, str], list[Document]]:
    found: dict[tuple[str, str], list[Document]] = {}
    for service in rendered.of_kind("Service"):
        found.setdefault((str(at(service, "metadata.namespace") or ""), name_of(service)), []).append(service)
    return found


def target_ports(service: Document, pod: Pod, asked: Any = None) -> Iterator[int]:
    """Numbers of the pod's ports behind a port of the Service: the one `asked` by name or number, or all."""
    for port in mappings(at(service, "spec.ports")):
        if asked is None or asked in (port.get("name"), port.get("port")):
            target = port.get("targetPort", port.get("port"))
            number = named_ports(pod).get(target) if isinstance(target, str) else port_number(target)
            if number is not None:
                yield number
