"""Security contexts: the pod's own and those of its containers."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document

__all__ = ["all_contexts", "container_contexts", "in_user_namespace", "pod_context", "runs_windows"]


def pod_context(pod: Pod) -> Document:
    """What holds for the whole pod."""
    return mapping(pod.spec.get("securityContext"))


def container_contexts(pod: Pod) -> Iterator[tuple[str, Document]]:
    """Path and security context of each container; an empty one where it says nothing."""
    for path, container in pod.containers():
        yield f"{path}.securityContext", mapping(container.get("securityContext"))


def all_contexts(pod: Pod) -> Iterator[tuple[str, Document]]:
    """Those of the containers, after that of the pod."""
    yield "spec.securityContext", pod_context(pod)
    yield from container_contexts(pod)


def runs_windows(pod: Pod) -> bool:
    """Whether the pod says that it is for Windows, where some controls have no meaning."""
    return mapping(pod.spec.get("os")).get("name") == "windows"


def in_user_namespace(pod: Pod) -> bool:
    """Whether root in the pod is somebody else on the node."""
    return pod.spec.get("hostUsers") is False
