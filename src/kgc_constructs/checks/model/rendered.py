"""What the engines rendered, as data: the only thing that checks read besides the settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from kgc_constructs.checks.model.located import Fault
from kgc_constructs.checks.model.own_yaml import own_documents
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.model.texts import Text, texts_of

__all__ = ["Document", "Rendered", "name_of", "read_rendered"]

Document = dict[str, Any]
"""One Kubernetes object, or one Terraform stack."""

View = TypeVar("View")


@dataclass(frozen=True)
class Rendered:
    """The documents of one environment.

    Attributes:
        kubernetes: Every object; empty when this engine was not asked for.
        terraform: Every stack by its name (`vault` and `certificate` are ours); empty when this engine was not asked
            for.
        faults: What is wrong with the files themselves, where they come from elsewhere.
    """

    kubernetes: tuple[Document, ...] = ()
    terraform: Mapping[str, Document] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    _views: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy is made of: its documents may change, so it looks at them anew."""
        return {**self.__dict__, "_views": {}}

    def once(self, view: Callable[[Rendered], View]) -> View:
        """What `view` sees in these documents; many rules ask for the same, and documents that are judged stay."""
        if view not in self._views:
            self._views[view] = view(self)
        seen: View = self._views[view]
        return seen

    def texts(self, document: Document) -> Sequence[Text]:
        """Every text of one of these documents with its path, collected once."""
        key = id(document)  # it lives as long as this does
        if key not in self._views:
            self._views[key] = texts_of(document)
        found: Sequence[Text] = self._views[key]
        return found

    def of_kind(self, *kinds: str) -> Iterator[Document]:
        """The Kubernetes objects of these kinds."""
        by_kind = self.once(_by_kind)
        found = [by_kind[kind] for kind in dict.fromkeys(kinds) if kind in by_kind]
        return (document for _, document in (found[0] if len(found) == 1 else sorted(chain(*found), key=itemgetter(0))))

    def named(self, kind: str, name: str) -> Document | None:
        """One Kubernetes object, or None."""
        return self.once(_by_name).get((kind, name))

    def resources(self, *types: str) -> Iterator[Resource]:
        """The resources of all stacks: those of `types`, or all; one that is written as a list is as many."""
        for stack, content in self.terraform.items():
            for kind, named in mapping(content.get("resource")).items():
                if not types or kind in types:
                    for name, body in mapping(named).items():
                        for arguments in body if isinstance(body, list) else (body,):
                            yield Resource(stack, content, kind, name, mapping(arguments))


def _by_kind(rendered: Rendered) -> dict[str, list[tuple[int, Document]]]:
    """Number and object, by kind; what says no kind in words has none."""
    found: dict[str, list[tuple[int, Document]]] = {}
    for number, document in enumerate(rendered.kubernetes):
        kind = document.get("kind")
        if isinstance(kind, str):
            found.setdefault(kind, []).append((number, document))
    return found


def _by_name(rendered: Rendered) -> dict[tuple[str, str], Document]:
    found: dict[tuple[str, str], Document] = {}
    for kind, documents in rendered.once(_by_kind).items():
        for _, document in documents:
            found.setdefault((kind, name_of(document)), document)
    return found


def name_of(document: Mapping[str, Any]) -> str:
    """Name of a Kubernetes object."""
    return str(mapping(document.get("metadata")).get("name") or "")


def read_rendered(kubernetes: Path, terraform: Path) -> Rendered:
    """The documents that were written below the two folders; a folder that is not there holds none."""
    manifests = [
        document
        for file in sorted(kubernetes.glob("*.yaml"))
        for document in own_documents(file.read_text(encoding="utf-8"))
    ]
    stacks = {
        file.parent.name.partition("-")[0]: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(terraform.glob("stacks/*/cdk.tf.json"))
    }
    return Rendered(tuple(manifests), stacks)
