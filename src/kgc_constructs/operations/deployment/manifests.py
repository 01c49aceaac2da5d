"""The rendered objects, as far as a deployment has to know them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Document", "Identity", "as_list", "identity_of", "read_manifests"]

Document = Mapping[str, Any]


@dataclass(frozen=True, order=True)
class Identity:
    """What makes an object itself, whatever version of its API it is written in."""

    kind: str
    group: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """As a person says it."""
        return f"{self.kind} {self.name}"


def identity_of(document: Document) -> Identity:
    """The identity of an object, rendered or live."""
    metadata = document["metadata"]
    group, slash, _ = document["apiVersion"].rpartition("/")
    return Identity(document["kind"], group if slash else "", metadata.get("namespace", ""), metadata["name"])


def read_manifests(folder: Path) -> list[Document]:
    """Every object rendered into `folder`, in the order in which it has to be made."""
    documents: list[Document] = []
    for file in sorted(folder.glob("*.k8s.yaml")):
        documents += [each for each in yaml.safe_load_all(file.read_text(encoding="utf-8")) if each]
    return documents


def as_list(documents: Iterable[Document]) -> str:
    """Objects as one document that kubectl takes."""
    items: Sequence[Document] = list(documents)
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
