"""One construct rendered by itself, as in somebody else's chart."""

from __future__ import annotations

from typing import Any, Protocol

from cdk8s import Testing
from constructs import Construct

from kgc_constructs.settings import Environment

Document = dict[str, Any]


class Kind(Protocol):
    """The constructor shape that all constructs share."""

    def __call__(self, scope: Construct, construct_id: str, *, settings: Environment) -> Construct: ...


def objects_of(kind: Kind, settings: Environment, *more: Kind) -> list[Document]:
    """The objects of `kind`, and of `more`, in order."""
    chart = Testing.chart()
    for number, each in enumerate((kind, *more)):
        each(chart, f"Alone{number}", settings=settings)
    return [dict(document) for document in Testing.synth(chart)]


def by_kind(kind: Kind, settings: Environment) -> dict[str, Document]:
    """The objects of `kind` by their own kind, which must be different."""
    documents = objects_of(kind, settings)
    found = {document["kind"]: document for document in documents}
    assert len(found) == len(documents)
    return found


def by_name(kind: Kind, settings: Environment) -> dict[tuple[str, str], Document]:
    """The objects of `kind` by their own kind and name."""
    documents = objects_of(kind, settings)
    found = {(document["kind"], document["metadata"]["name"]): document for document in documents}
    assert len(found) == len(documents)
    return found
