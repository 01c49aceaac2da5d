"""Turns pydantic's errors into problems that name field, value, allowed values and reason."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from typing import Any, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kgc_constructs.errors import InputError, Problem
from kgc_constructs.settings.descriptions import description_of

__all__ = ["problems_of"]


def problems_of(model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Every problem in `error`, in the order the fields are declared."""
    return [problem for details in error.errors(include_url=False) for problem in _problems(model, dict(details))]


def _problems(model: type[BaseModel], details: dict[str, Any]) -> Iterator[Problem]:
    path, owner, field = _follow(model, details["loc"])
    context = details.get("ctx", {})
    nested = context.get("error")
    if isinstance(nested, InputError):  # a section reported its own problems
        for problem in nested.problems:
            yield problem.under(path) if path else problem
        return
    yield Problem(
        field=path or "(all)",
        value=_shown(details),
        allowed=str(context.get("allowed") or _allowed(details, owner, field)),
        reason=str(context.get("reason") or _reason(details, owner, field)),
    )


def _follow(model: type[BaseModel], loc: tuple[Any, ...]) -> tuple[str, type[BaseModel], FieldInfo | None]:
    """The dotted name of `loc`, without the tags pydantic adds for the members of a union."""
    names: list[str] = []
    owner, field = model, None
    candidates: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, int):
            names.append(str(part))
            continue
        found = next((each for each in candidates if part in each.model_fields), None)
        if found is not None:
            owner, field = found, found.model_fields[part]
            candidates = list(_models(field.annotation))
            names.append(part)
        elif part == loc[-1] and not any(_is_tag(each, part) for each in candidates):
            owner = candidates[0] if candidates else owner
            field = None if candidates else field
            names.append(str(part))
        elif any(_is_tag(each, part) for each in candidates):
            candidates = [each for each in candidates if _is_tag(each, part)]
            owner = candidates[0]
    return ".".join(names), owner, field


def _is_tag(model: type[BaseModel], part: object) -> bool:
    kind = model.model_fields.get("kind")
    return part == model.__name__ or (kind is not None and part in get_args(kind.annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    if get_origin(annotation) is not None or isinstance(annotation, types.UnionType):
        for each in get_args(annotation):
            yield from _models(each)


def _shown(details: dict[str, Any]) -> object:
    return "(nothing)" if details["type"] == "missing" else details["input"]


def _allowed(details: dict[str, Any], owner: type[BaseModel], field: FieldInfo | None) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return "one of " + ", ".join(sorted(owner.model_fields))
    if "expected" in context:
        return str(context["expected"])
    if "expected_tags" in context:
        return "kind is one of " + str(context["expected_tags"])
    bounds = _bounds(field)
    if bounds:
        return bounds
    if field is not None and field.annotation is not None:
        return _type_name(field.annotation)
    return str(details["msg"])


def _bounds(field: FieldInfo | None) -> str:
    """A field's range in words, e.g. `1 to 100`."""
    low = high = ""
    for mark in _marks(field.annotation, field.metadata) if field else ():
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


def _marks(annotation: Any, metadata: Iterable[Any]) -> Iterator[Any]:
    """The limits on a field, also where they stand inside a union: `Annotated[int, Field(ge=1)] | None`."""
    for mark in metadata:
        if isinstance(mark, FieldInfo):
            yield from mark.metadata
        else:
            yield mark
    if get_origin(annotation) in (Union, types.UnionType):
        for each in get_args(annotation):
            yield from _marks(each, getattr(each, "__metadata__", ()))


def _type_name(annotation: Any) -> str:
    if get_origin(annotation) in (Union, types.UnionType):
        return " or ".join(_type_name(each) for each in get_args(annotation))
    if hasattr(annotation, "__metadata__"):
        return _type_name(annotation.__origin__)
    if annotation is type(None):
        return "nothing"
    if isinstance(annotation, type) and get_origin(annotation) is None:
        names = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}
        return names.get(annotation.__name__, annotation.__name__)
    return str(annotation).replace("typing.", "")


def _reason(details: dict[str, Any], owner: type[BaseModel], field: FieldInfo | None) -> str:
    if details["type"] == "extra_forbidden":
        return "there is no setting of this name; a misspelt one would be ignored silently"
    name = next((name for name, each in owner.model_fields.items() if each is field), "")
    meaning = description_of(owner, name)
    message = str(details["msg"])
    return f"{message}. {meaning}" if meaning else message
