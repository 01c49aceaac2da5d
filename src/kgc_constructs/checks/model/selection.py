"""What a selector selects, without holding each selector against each object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, selects
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.work import Work

__all__ = ["Labelled", "pod_selector", "pods_by_label", "services_by_label"]

T = TypeVar("T")
Labels = Mapping[str, Any]


class Labelled(Generic[T]):
    """Things of some namespaces, found by their labels."""

    def __init__(self, things: Iterable[tuple[str, Labels, T]]) -> None:
        self._work = Work()
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

    def knows_any(self, namespaces: Iterable[str] | None) -> bool:
        """Whether there is anything in one of several namespaces; None stands for all."""
        return any(map(self.knows, self._all if namespaces is None else namespaces))

    def selected(self, selector: Any, namespace: str) -> Iterator[T]:
        """The things of a namespace that a label selector selects, one after the other.

        Raises:
            TooMuch: when so many selectors select so many things that nobody should wait for it.
        """
        wanted = mapping(mapping(selector).get("matchLabels"))
        found = [self._by_label.get((namespace, str(key), str(value)), []) for key, value in wanted.items()]
        candidates = min(found, key=len) if found else self._all.get(namespace, [])
        for labels, thing in candidates:
            self._work.spend(1)
            if selects(selector, labels):
                yield thing

    def selected_in(self, selector: Any, namespaces: Iterable[str] | None) -> Iterator[T]:
        """The same in several namespaces; None stands for all."""
        for namespace in self._all if namespaces is None else dict.fromkeys(namespaces):
            yield from self.selected(selector, namespace)

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
    """The Services of all namespaces."""
    return Labelled(
        (str(at(each, "metadata.namespace") or ""), mapping(at(each, "metadata.labels")), each)
        for each in rendered.of_kind("Service")
    )


def pod_selector(document: Document) -> tuple[str, Any]:
    """Where an object says which pods it concerns, and what it says there; None when it concerns none by labels."""
    if document.get("kind") == "NetworkPolicy":
        return "spec.podSelector", at(document, "spec.podSelector")
    selector = at(document, "spec.selector")
    if document.get("kind") in ("Service", "ReplicationController"):
        return "spec.selector", {"matchLabels": selector} if selector else None
    return "spec.selector", selector
