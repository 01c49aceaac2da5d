"""Turns pydantic's errors into problems that name field, value, allowed values and reason."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kgc_constructs.errors import InputError, Problem
from kgc_constructs.settings.descriptions import description_of
from kgc_constructs.settings.wording import in_words, member_in_words

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
    if "pattern" in context:
        return f"a text of the form `{context['pattern']}`"
    if field is not None and field.annotation is not None:
        member = isinstance(details["loc"][-1], int)
        return member_in_words(field.annotation) if member else in_words(field.annotation, field.metadata)
    return str(details["msg"])


def _reason(details: dict[str, Any], owner: type[BaseModel], field: FieldInfo | None) -> str:
    if details["type"] == "extra_forbidden":
        return "there is no setting of this name; a misspelt one would be ignored silently"
    name = next((name for name, each in owner.model_fields.items() if each is field), "")
    meaning = description_of(owner, name)
    message = str(details["msg"])
    return f"{message}. {meaning}" if meaning else message
