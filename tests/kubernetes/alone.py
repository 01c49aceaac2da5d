"""Constructs that make several objects, rendered by themselves, as in somebody else's chart."""

from __future__ import annotations

from kgc_constructs.settings import Environment
from kgc_constructs.testing import render_chart
from tests.kubernetes.documents import Document, Kind, chart

__all__ = ["Document", "Kind", "by_kind", "by_name", "objects_of"]


def objects_of(kind: Kind, settings: Environment, *more: Kind) -> list[Document]:
    """The objects of `kind`, and of `more`, in order."""
    scope = chart()
    for number, each in enumerate((kind, *more)):
        each(scope, f"Alone{number}", settings=settings)
    return [dict(document) for document in render_chart(scope)]


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
