"""Documents that know the file they come from, and files that could not be read as documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

__all__ = ["Fault", "FaultKind", "Located", "Place", "together"]

FaultKind = Literal["unreadable", "template", "repeated-key", "no-object"]


@dataclass(frozen=True)
class Place:
    """Where a document stands: its file, the document's number in it, and the path of the object in the document."""

    file: str
    number: int = 0
    prefix: str = ""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a file: what kind of thing, where, what stands there, and why that is a fault."""

    kind: FaultKind
    file: str
    line: int
    value: str
    reason: str


class Located(dict[str, Any]):
    """A document with its place; a Terraform module has one for each of its files."""

    places: tuple[Place, ...] = ()

    @classmethod
    def at(cls, content: dict[str, Any], *places: Place) -> Located:
        """`content`, at `places`."""
        document = cls(content)
        document.places = places
        return document


def together(*documents: Mapping[str, Any]) -> bool:
    """Whether documents lie in one folder, as far as it is known: those of two may belong to two systems."""
    places = [place for each in documents if isinstance(each, Located) for place in each.places[:1]]
    return len({PurePath(place.file).parent for place in places}) < 2  # noqa: PLR2004
