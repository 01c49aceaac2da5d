"""The exported JSON Schema says what the settings say."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.settings.schema import environment_schema


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return environment_schema()


def test_it_is_a_schema_and_accepts_what_validates(schema: dict[str, Any], app_environment: Environment) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(app_environment.model_dump(mode="json"), schema)


def test_it_refuses_what_the_settings_refuse(schema: dict[str, Any], minimal: Environment) -> None:
    for section, field, value in (("performance", "cache_size", 0), ("vault", "adress", "x"), ("image", "tag", 3)):
        data = minimal.model_dump(mode="json")
        data[section][field] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, schema)


def test_every_field_is_described(schema: dict[str, Any]) -> None:
    sections = {"Environment": schema, **schema["$defs"]}
    silent = [
        f"{name}.{field}"
        for name, section in sections.items()
        for field, entry in section["properties"].items()
        if not entry.get("description")
    ]
    assert silent == []
