"""What JavaScript must call is found out once for each class, and again when the class has got a new method."""

from __future__ import annotations

from typing import Any

import pytest
from cdk8s import ApiObject, App, Chart

import kgc_constructs.kubernetes.rendering  # noqa: F401  # has the bindings on, whichever way
from kgc_constructs.bindings import overrides


class Plain(Chart):
    """Overrides nothing, for now."""


class Named(Chart):
    """Overrides what JavaScript calls for each object."""

    def generate_object_name(self, api_object: ApiObject) -> str:
        return f"named-{api_object.node.id.lower()}"


def name_in(kind: type[Chart]) -> str:
    return ApiObject(kind(App(), "chart"), "Id", api_version="v1", kind="ConfigMap").name


def test_classes_keep_their_own_overrides() -> None:
    assert [name_in(Named), name_in(Plain), name_in(Named)] == ["named-id", name_in(Chart), "named-id"]


def test_a_method_that_comes_later_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    before = name_in(Plain)
    monkeypatch.setattr(Plain, "generate_object_name", lambda _, api_object: "later", raising=False)
    assert name_in(Plain) == "later"
    monkeypatch.undo()
    assert name_in(Plain) == before


def test_jsii_is_asked_once_for_each_class(monkeypatch: pytest.MonkeyPatch) -> None:
    charts = [Plain(App(), "chart"), Plain(App(), "chart"), Named(App(), "chart")]
    asked: list[type] = []

    def original(_declared: type, value: object) -> list[Any]:
        asked.append(type(value))
        return []

    monkeypatch.setattr(overrides, "_original", original)
    monkeypatch.setattr(overrides, "_known", {})
    assert [overrides._overrides(Chart, chart) for chart in charts * 2] == [[]] * 6
    assert asked == [Plain, Named]
