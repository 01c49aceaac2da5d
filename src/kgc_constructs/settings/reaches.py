"""Which rendered paths a setting must change: data for the documentation and for the test that no setting is dead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from kgc_constructs.settings.descriptions import description_of

__all__ = ["Knob", "Reaches", "config", "environment_variable", "knobs"]


@dataclass(frozen=True)
class Reaches:
    """Marks a field with the paths it must reach, and with its name in the original system.

    A path is `WHERE:DOTTED.PATH` with shell wildcards. WHERE is a Kubernetes kind, the name of a Terraform stack
    (`vault`, `certificate`) or `outputs`; `A|B` means either. Members of lists go by their `name`, where they have one,
    else by position. A flip of the field must change at least one value under *each* of the paths. A field without a
    mark of its own has that of the section it stands in.
    """

    paths: tuple[str, ...]
    original: str = ""

    def __init__(self, *paths: str, original: str = "") -> None:
        object.__setattr__(self, "paths", paths)
        object.__setattr__(self, "original", original)


@dataclass(frozen=True)
class Knob:
    """One leaf of the settings tree."""

    field: str
    original: str
    paths: tuple[str, ...]
    meaning: str


def environment_variable(name: str) -> str:
    """The path of a variable in the sidecar's own container."""
    return f"Deployment:*.containers.kgc-sidecar.env.{name}.value"


def config(path: str) -> str:
    """The path of a value in the mounted configuration file."""
    return f"ConfigMap:data.config.json.{path}"


def knobs(model: type[BaseModel], prefix: str = "") -> Iterator[Knob]:
    """Every marked field below `model`; a section of several kinds gives one row for each kind's field."""
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        marks = [mark for mark in field.metadata if isinstance(mark, Reaches)]
        for mark in marks:
            yield Knob(field=path, original=mark.original, paths=mark.paths, meaning=description_of(model, name))
        for inner in _sections(field.annotation):
            kind = inner.model_fields.get("kind")
            tag = f"[{get_args(kind.annotation)[0]}]" if kind is not None else ""
            yield from knobs(inner, f"{path}{tag}.")


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for each in get_args(annotation):
        yield from _sections(each)
