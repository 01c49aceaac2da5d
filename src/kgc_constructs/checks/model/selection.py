"""Which pods a selector selects, without holding each selector against each pod."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, selects
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = ["PodsByLabel", "pod_selector"]


class PodsByLabel:
    """The pods of all namespaces, found by their labels."""

    def __init__(self, rendered: Rendered) -> None:
        self._all: dict[str, list[Pod]] = {}
        self._labelled: dict[tuple[str, str, str], list[Pod]] = {}
        for pod in pods(rendered):
            self._all.setdefault(pod.namespace, []).append(pod)
            for key, value in pod.labels.items():
                self._labelled.setdefault((pod.namespace, str(key), str(value)), []).append(pod)

    def __iter__(self) -> Iterator[Pod]:
        return (pod for found in self._all.values() for pod in found)

    def of(self, namespace: str) -> list[Pod]:
        """All pods of a namespace."""
        return self._all.get(namespace, [])

    def selected(self, selector: Any, namespace: str) -> list[Pod]:
        """The pods of a namespace that a label selector selects."""
        wanted = mapping(mapping(selector).get("matchLabels"))
        found = [self._labelled.get((namespace, str(key), str(value)), []) for key, value in wanted.items()]
        candidates = min(found, key=len) if found else self.of(namespace)
        return [pod for pod in candidates if selects(selector, pod.labels)]


def pod_selector(document: Document) -> tuple[str, Any]:
    """Where an object says which pods it concerns, and what it says there; None when it concerns none by labels."""
    if document.get("kind") == "NetworkPolicy":
        return "spec.podSelector", at(document, "spec.podSelector")
    selector = at(document, "spec.selector")
    if document.get("kind") in ("Service", "ReplicationController"):
        return "spec.selector", {"matchLabels": selector} if selector else None
    return "spec.selector", selector
