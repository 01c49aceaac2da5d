"""What a selector selects, without holding each selector against each object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, selects
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = ["Labelled", "pod_selector", "pods_by_label", "services_by_label"]

T = TypeVar("T")
Labels = Mapping[str, Any]


class Labelled(Generic[T]):
    """Things of some namespaces, found by their labels."""

    def __init__(self, things: Iterable[tuple[str, Labels, T]]) -> None:
        self._all: dict[str, list[tuple[Labels, T]]] = {}
        self._by_label: dict[tuple[str, str, str], list[tuple[Labels, T]]] = {}
        for namespace, labels, thing in things:
            self._all.setdefault(namespace, []).append((labels, thing))
            for key, value in labels.items():
                self._by_label.setdefault((namespace, str(key), str(value)), []).append((labels, thing))

    def __iter__(self) -> Iterator[T]:
        return (thing for found in self._all.values() for _, thing in found)

    def knows(self, namespace: str) -> bool:
        """Whether there is anything in a namespace."""
        return namespace in self._all

    def selected(self, selector: Any, namespace: str) -> Iterator[T]:
        """The things of a namespace that a label selector selects, one after the other."""
        wanted = mapping(mapping(selector).get("matchLabels"))
        found = [self._by_label.get((namespace, str(key), str(value)), []) for key, value in wanted.items()]
        candidates = min(found, key=len) if found else self._all.get(namespace, [])
        return (thing for labels, thing in candidates if selects(selector, labels))

    def selects_any(self, selector: Any, namespace: str) -> bool:
        """Whether a label selector selects anything in a namespace."""
        return next(self.selected(selector, namespace), None) is not None


def pods_by_label(rendered: Rendered, *, jobs: bool = True, others: bool = True) -> Labelled[Pod]:
    """The pods of all namespaces: those that jobs run, and those that stay."""
    return Labelled(
        (pod.namespace, pod.labels, pod)
        for pod in pods(rendered)
        if (jobs if pod.owner.get("kind") in ("CronJob", "Job") else others)
    )


def services_by_label(rendered: Rendered) -> Labelled[Document]:
    """The Services, wherever they are: all under the namespace `""`."""
    return Labelled(("", mapping(at(each, "metadata.labels")), each) for each in rendered.of_kind("Service"))


def pod_selector(document: Document) -> tuple[str, Any]:
    """Where an object says which pods it concerns, and what it says there; None when it concerns none by labels."""
    if document.get("kind") == "NetworkPolicy":
        return "spec.podSelector", at(document, "spec.podSelector")
    selector = at(document, "spec.selector")
    if document.get("kind") in ("Service", "ReplicationController"):
        return "spec.selector", {"matchLabels": selector} if selector else None
    return "spec.selector", selector
