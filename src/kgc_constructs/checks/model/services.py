"""What a Service leads to: which pods, and which of their ports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports, port_number
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document

__all__ = ["leads_to", "target_ports"]


def leads_to(service: Document, pod: Pod) -> bool:
    """Whether a Service sends requests to a pod; one without a selector sends them to none that it knows."""
    selector = mapping(at(service, "spec.selector"))
    near = str(at(service, "metadata.namespace") or "") == pod.namespace
    return bool(selector) and near and selects({"matchLabels": selector}, pod.labels)


def target_ports(service: Document, pod: Pod, asked: Any = None) -> Iterator[int]:
    """Numbers of the pod's ports behind a port of the Service: the one `asked` by name or number, or all."""
    for port in mappings(at(service, "spec.ports")):
        if asked is None or asked in (port.get("name"), port.get("port")):
            target = port.get("targetPort", port.get("port"))
            number = named_ports(pod).get(target) if isinstance(target, str) else port_number(target)
            if number is not None:
                yield number
