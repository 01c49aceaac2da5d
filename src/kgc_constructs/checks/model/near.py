"""What may lie in one namespace, without asking every object for each namespace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.workloads import namespace_of

__all__ = ["Near", "objects_near", "pods_near"]

T = TypeVar("T")


class Near(Generic[T]):
    """Things of all namespaces; what names none may be applied to any."""

    def __init__(self, things: Iterable[tuple[str, T]]) -> None:
        self._all: list[T] = []
        self._places: dict[str, list[int]] = {}
        for place, (namespace, thing) in enumerate(things):
            self._all.append(thing)
            self._places.setdefault(namespace, []).append(place)

    def to(self, namespace: str) -> Sequence[T]:
        """Those that may lie in `namespace`, in their order; all when none is named."""
        if not namespace:
            return self._all
        return [self._all[each] for each in sorted(self._places.get(namespace, []) + self._places.get("", []))]


def pods_near(rendered: Rendered, namespace: str) -> Sequence[Pod]:
    """The pods that may run in a namespace."""
    return rendered.once(_pods).to(namespace)


def objects_near(rendered: Rendered, namespace: str) -> Sequence[Document]:
    """The objects that may lie in a namespace."""
    return rendered.once(_objects).to(namespace)


def _pods(rendered: Rendered) -> Near[Pod]:
    return Near((namespace_of(pod.owner), pod) for pod in pods(rendered))


def _objects(rendered: Rendered) -> Near[Document]:
    return Near((namespace_of(each), each) for each in rendered.kubernetes)
