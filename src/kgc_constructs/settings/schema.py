"""The JSON Schema of an environment, with every field's meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from kgc_constructs.settings.descriptions import description_of
from kgc_constructs.settings.environment import Environment

__all__ = ["environment_schema"]


def environment_schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) that an environment's data has to meet."""
    schema = Environment.model_json_schema()
    definitions = schema.get("$defs", {})
    models: set[type[BaseModel]] = set(_sections(Environment))
    for model in models:
        properties = (schema if model is Environment else definitions[model.__name__])["properties"]
        for name, entry in properties.items():
            if text := description_of(model, name):
                entry["description"] = text
    return schema


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    for each in get_args(annotation):
        yield from _sections(each)
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _sections(field.annotation)
