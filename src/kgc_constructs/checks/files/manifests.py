"""The Kubernetes objects in the documents of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.located import Located, Place

__all__ = ["is_object", "objects_in"]

_LOCAL = ("kustomize.config.k8s.io", "kind.x-k8s.io", "kubeadm.k8s.io", "kubelet.config.k8s.io", "skaffold")
"""Groups of files that programs read from the disk; the API server never sees them."""


def is_object(document: object) -> bool:
    """Whether `document` is something that the API server may be sent."""
    if not isinstance(document, dict):
        return False
    version, kind = document.get("apiVersion"), document.get("kind")
    if not isinstance(version, str) or not isinstance(kind, str) or not version or not kind:
        return False
    return not version.startswith(_LOCAL) and (version, kind) != ("v1", "Config")  # the last one is a kubeconfig


def objects_in(document: dict[str, Any], place: Place) -> Iterator[Located]:
    """The object itself, or those of a list."""
    waiting = [(document, place.prefix)]
    while waiting:
        each, prefix = waiting.pop()
        kind, items = each["kind"], each.get("items")
        if not kind.endswith("List") or not isinstance(items, list):
            yield Located.at(each, Place(place.file, place.number, prefix))
            continue
        # A list of one kind, such as a PodList, need not repeat it in its items.
        inherited = {} if kind == "List" else {"apiVersion": each["apiVersion"], "kind": kind.removesuffix("List")}
        for number, item in reversed(list(enumerate(items))):
            if isinstance(item, dict) and is_object(whole := {**inherited, **item}):
                waiting.append((whole, f"{prefix}.items.{number}" if prefix else f"items.{number}"))
