"""The types and ranges of fields, in the words of messages and of the documentation."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic.fields import FieldInfo

__all__ = ["in_words", "member_in_words"]

_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", type(None): "nothing"}


def in_words(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """What a field of this type may hold, e.g. `1 to 100`, `a text or nothing` or `a list of: a text`."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    marks = list(_marks(metadata))
    if origin is Annotated:
        return in_words(arguments[0], [*arguments[1:], *marks])
    if origin in (Union, types.UnionType):
        return " or ".join(in_words(each, marks if each is not type(None) else ()) for each in arguments)
    if origin is tuple:
        return _of_tuple(arguments, marks)
    if origin is dict:
        return "names, each with " + in_words(arguments[1])
    return _range(marks) or _NAMES.get(annotation) or str(getattr(annotation, "__name__", annotation))


def member_in_words(annotation: Any) -> str:
    """What each member of a list may be, e.g. `1 to 90`; for another type, what it itself may be."""
    return in_words(annotation).rpartition("each: ")[2]


def _of_tuple(arguments: tuple[Any, ...], marks: list[Any]) -> str:
    if Ellipsis not in arguments:
        return " and ".join(in_words(each) for each in arguments)
    filled = any(isinstance(mark, MinLen) for mark in marks)
    return f"a list{' that is not empty' if filled else ''}, each: {in_words(arguments[0])}"


def _range(marks: Iterable[Any]) -> str:
    low = high = ""
    for mark in marks:
        if isinstance(mark, Ge):
            low = f"{mark.ge}"
        elif isinstance(mark, Gt):
            low = f"more than {mark.gt}"
        elif isinstance(mark, Le):
            high = f"{mark.le}"
        elif isinstance(mark, Lt):
            high = f"less than {mark.lt}"
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _marks(metadata: Iterable[Any]) -> Iterator[Any]:
    """The limits of a field: pydantic keeps them plain, or inside a `Field(…)` where it stands in an `Annotated`."""
    for mark in metadata:
        if isinstance(mark, FieldInfo):
            yield from mark.metadata
        else:
            yield mark
