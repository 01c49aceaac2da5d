"""Judges relations between sections although some fields are wrong, so that all errors come at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from kgc_constructs.errors import Problem, SettingsError

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = ["relations_that_can_be_judged"]

_judging: ContextVar[bool] = ContextVar("judging", default=False)  # a second look must not take a third


def relations_that_can_be_judged(
    model: type[Environment], values: object, problems: Sequence[Problem]
) -> list[Problem]:
    """Relations that break once the wrong values are left out; those that concern a value left out are not judged."""
    if _judging.get() or not isinstance(values, Mapping):
        return []
    wrong = {problem.field for problem in problems}
    token = _judging.set(True)
    try:
        return _judge(model, values, wrong)
    finally:
        _judging.reset(token)


def _judge(model: type[Environment], values: Mapping[str, Any], wrong: set[str]) -> list[Problem]:
    sound: Any = dict(values)
    for field in wrong:
        sound = _without(sound, field.split("."))
    try:
        model(**sound)
    except SettingsError as error:
        incomplete = {each.field for each in error.problems if any(_touches(each.field, field) for field in wrong)}
        if wider := {field.rpartition(".")[0] for field in incomplete if "." in field} - wrong:
            return _judge(model, values, wrong | wider)  # a required field was left out: leave out its section
        return [each for each in error.problems if not _concerns(each, wrong)]
    return []


def _concerns(problem: Problem, wrong: set[str]) -> bool:
    return any(_touches(field, other) for field in (problem.field, *problem.depends_on) for other in wrong)


def _without(value: object, path: Sequence[str]) -> object:
    """`value` without the entry at `path`; a list is left out whole, since its entries depend on their places."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if not isinstance(value, Mapping):
        return value
    name, *rest = path
    left = {key: inner for key, inner in value.items() if key != name}
    if not rest or name not in value:
        return left
    inner = value[name]
    if isinstance(inner, BaseModel | Mapping):
        left[name] = _without(inner, rest)
    return left


def _touches(field: str, wrong: str) -> bool:
    return field == wrong or field.startswith(f"{wrong}.") or wrong.startswith(f"{field}.")
