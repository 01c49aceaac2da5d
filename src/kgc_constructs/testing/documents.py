"""Rendered documents in forms that are easy to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Scalar", "flatten", "normalise"]

Scalar = str | int | float | bool | None
_METADATA = "//"  # where cdktf writes its own version and the construct's path


def flatten(document: Mapping[str, Any]) -> dict[str, Scalar]:
    """Every value of `document` by its dotted path.

    Members of a list go by their `name` where all have one of their own, else by their position. A file of a ConfigMap
    whose name ends in `.json` is read. An empty list or object is the text `[]` or `{}`.
    """
    return dict(_leaves(_with_files_read(document), ""))


def normalise(value: Any) -> Any:
    """`value` without what changes from run to run or from one tool's version to the next, and with sorted keys."""
    if isinstance(value, Mapping):
        return {key: normalise(value[key]) for key in sorted(value) if key != _METADATA}
    if isinstance(value, list | tuple):
        return [normalise(each) for each in value]
    return value


def _with_files_read(document: Mapping[str, Any]) -> Mapping[str, Any]:
    data = document.get("data")
    if document.get("kind") != "ConfigMap" or not isinstance(data, Mapping):
        return document
    return {
        **document,
        "data": {name: json.loads(text) if name.endswith(".json") else text for name, text in data.items()},
    }


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Scalar]]:
    members = dict(_members(value))
    if not members:
        yield path, _scalar(value)
    for key, inner in members.items():
        yield from _leaves(inner, f"{path}.{key}" if path else str(key))


def _members(value: Any) -> Iterator[tuple[object, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, Sequence) and not isinstance(value, str):
        names = [each.get("name") for each in value if isinstance(each, Mapping)]
        by_name = len(names) == len(value) == len(set(map(str, names))) and None not in names
        yield from zip(names, value, strict=True) if by_name else enumerate(value)


def _scalar(value: Any) -> Scalar:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
