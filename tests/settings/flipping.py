"""Other valid values of any setting, found by its type: whatever the settings accept and is not the old value."""

from __future__ import annotations

import builtins
import re
import types
import typing
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from kgc_constructs.settings import Environment, Settings, SettingsError
from kgc_constructs.settings.leaves import Leaf

__all__ = ["flips"]

NUMBERS = (1, 2, 5, 60, 70, 3600, 8443)
TEXTS = (
    "example", "other.kgc.example.com", "redis.data.svc", "postgres.data.svc", "other.example.com",
    "https://other.example.com:9443/x", "postgresql://other.data.svc:5433/other", "redis://other:6380", "/other",
    "10.30.0.0/16", "eu-west-1", "123456789013", "Z1OTHER", "300Mi", "300m", "v1.31", "other-bucket",
    "arn:aws:sns:eu-central-1:123456789012:other", "arn:aws:kms:eu-central-1:123456789012:key/0",
    "registry.example.com/other@sha256:" + "0" * 64, "sha256:" + "0" * 64, "registry.example.com/other:1.0.0",
    "Deployment/other", "The other team agreed to it.",
)  # fmt: skip
"""Texts of every form that some setting asks for; which fits is for the settings themselves to say."""

Path = tuple[str | int, ...]


def flips(base: Environment, leaf: Leaf) -> Iterator[Environment]:
    """`base` with another value of `leaf`, once for each value that validates."""
    for path in _places(base, leaf.field.split(".")):
        field = leaf.owner.model_fields[leaf.name]
        current = _value(base, path)
        for value in _others(field.annotation, current):
            if value != current:
                try:
                    yield _changed(base, path, value)
                except SettingsError:
                    continue


def _places(section: Any, parts: list[str], path: Path = ()) -> Iterator[Path]:
    """Where `base` has the leaf; several places when a list has several members."""
    part, *rest = parts
    name, kind, repeated = re.fullmatch(r"(\w+)(?:\[([\w-]+)\])?(\[\])?", part).groups()  # type: ignore[union-attr]
    if not rest:
        yield (*path, name)
        return
    value = getattr(section, name)
    members = [(path, name, number, each) for number, each in enumerate(value or ())] if repeated else []
    for where, field, number, each in members:
        yield from _places(each, rest, (*where, field, number))
    if not repeated and value is not None and kind in (None, getattr(value, "kind", None)):
        yield from _places(value, rest, (*path, name))


def _value(section: Any, path: Path) -> Any:
    for part in path:
        section = section[part] if isinstance(part, int) else getattr(section, part)
    return section


def _changed(section: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    part, *rest = path
    if isinstance(part, int):
        return (*section[:part], _changed(section[part], tuple(rest), value), *section[part + 1 :])
    inner = _changed(getattr(section, part), tuple(rest), value)
    return section.evolve(**{part: inner})


def _others(annotation: Any, current: Any) -> Iterator[Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    match origin:
        case None:
            yield from _other_plain_values(annotation, current)
        case typing.Annotated:
            yield from _others(arguments[0], current)
        case typing.Union | types.UnionType:
            for each in arguments:
                yield from _others(each, current)
        case typing.Literal:
            yield from (value for value in arguments if value != current)
        case builtins.tuple:
            yield from _other_tuples(arguments, current or ())
        case builtins.dict:
            yield {**(current or {}), "example.com/other": "other"}
            yield {**(current or {}), "X-Other": "other"}
        case _:
            raise AssertionError(f"no values are known for {annotation}")


def _other_plain_values(kind: type, current: Any) -> Iterator[Any]:
    if kind is type(None):
        yield None
    elif kind is bool:
        yield not current
    elif kind is int or kind is float:
        yield from _other_numbers(kind, current)
    elif kind is str:
        yield from _other_texts(current)
    elif issubclass(kind, BaseModel) and not isinstance(current, kind):
        yield from _samples(kind)


def _other_numbers(kind: type[int] | type[float], current: Any) -> Iterator[Any]:
    if isinstance(current, int | float):
        yield from (kind(current + 1), kind(current - 1), kind(current * 2), kind(current / 2))
        if kind is float:
            yield from (current + 0.1, current - 0.1)
    yield from map(kind, NUMBERS)


def _other_texts(current: Any) -> Iterator[str]:
    if isinstance(current, str):
        yield current + "x"
        yield re.sub(r"\d+(?=\D*$)", lambda number: str(int(number[0]) + 1), current)
        yield "x" + current
    yield from TEXTS


def _other_tuples(arguments: tuple[Any, ...], current: tuple[Any, ...]) -> Iterator[Any]:
    if Ellipsis not in arguments:
        yield from ((value, *current[1:]) for value in _others(arguments[0], current[0]))
        return
    yield from ((*current, value) for value in _others(arguments[0], None) if value is not None)
    if current:
        yield current[:-1]


def _samples(model: type[BaseModel]) -> Iterator[BaseModel]:
    """Sections of a kind, with the first value that fits for each field that has no default."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            for value in _others(field.annotation, None):
                if _fits(model, name, value):
                    values[name] = value
                    break
    try:
        yield model(**values)
    except SettingsError:
        # A relation wants one of the optional fields too.
        for name, field in model.model_fields.items():
            for value in _others(field.annotation, None):
                try:
                    yield model(**{**values, name: value})
                    break
                except SettingsError:
                    continue


def _fits(model: type[BaseModel], name: str, value: Any) -> bool:
    """Whether the field itself takes `value`."""
    assert issubclass(model, Settings)
    try:
        model(**{name: value})
    except SettingsError as error:
        return not any(problem.field == name or problem.field.startswith(f"{name}.") for problem in error.problems)
    return True
