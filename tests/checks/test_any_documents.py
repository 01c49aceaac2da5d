"""No document is strange enough to stop a check: any value may stand anywhere."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgc_constructs.checks import RULES, Rendered, facts_from, facts_of, judge, judge_between
from kgc_constructs.settings import Environment
from kgc_constructs.testing import render
from tests.checks.good import ENVIRONMENT, good
from tests.settings.bases import BASES

FUZZING = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
Path = tuple[str | int, ...]

SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from([
        "", " ", "0", "-1", "1e9", "25%", "%", "x%", "1Gi", "9E", "1m30s", "-", ".", "*", "*.", "/", "//", ":", "::1",
        "http://", "https://[", "https://x:99999", "https://x:y@z:1/", "postgresql://", "10.0.0.0/99", "0.0.0.0/0",
        "${", "${a.b.c}", "%{", "{{", "}}", "{{ with secret", "arn:", "arn:aws:iam::x", "xn--", "xn--a.example.com",
        "path \"", "path \"a\" {", "latest", "a@sha256:", "@", "true", "null", "[]", "{}", "{", "x" * 5000, "\0", "é",
    ]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@cache
def documents(name: str) -> tuple[Environment, Rendered]:
    if name == "good":
        return ENVIRONMENT, good()
    return BASES[name], render(BASES[name])


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from places(inner, (*path, key))


@cache
def all_places(name: str) -> list[Path]:
    _, rendered = documents(name)
    roots = [*places({"kubernetes": list(rendered.kubernetes), "terraform": dict(rendered.terraform)})]
    return [path for path in roots if len(path) > 2]


def changed(rendered: Rendered, changes: list[tuple[Path, Any]]) -> Rendered:
    root: dict[str, Any] = {
        "kubernetes": copy.deepcopy(list(rendered.kubernetes)), "terraform": copy.deepcopy(dict(rendered.terraform)),
    }  # fmt: skip
    for path, value in changes:
        *parents, last = path
        parent: Any = root
        for key in parents:
            parent = parent[key] if _is_in(parent, key) else None
        if isinstance(parent, dict) or _is_in(parent, last):
            parent[last] = copy.deepcopy(value)
    return Rendered(tuple(root["kubernetes"]), root["terraform"])


def _is_in(parent: Any, key: Any) -> bool:
    if isinstance(parent, list):
        return isinstance(key, int) and key < len(parent)
    return isinstance(parent, dict) and key in parent


@pytest.mark.parametrize("name", ["good", *BASES])
def test_any_value_may_stand_anywhere(name: str) -> None:
    environment, rendered = documents(name)
    change = st.tuples(st.sampled_from(all_places(name)), VALUES)

    @FUZZING
    @given(st.lists(change, min_size=1, max_size=12))
    def nothing_stops(changes: list[tuple[Path, Any]]) -> None:
        broken = changed(rendered, changes)
        for settings_or_none in (environment, None):
            verdict = judge(broken, settings_or_none)
            assert {each.rule.id for each in verdict.findings} <= set(RULES)
            assert all(str(each) for each in verdict.findings)
        other = facts_from(rendered, environment="staging", stage="staging")
        judge_between([facts_of(environment, broken), other])

    nothing_stops()


@pytest.mark.parametrize("value", [None, True, 0, -1, 1.5, "", "x", [], [None], [[]], {}, {"": None}, {"a": {"b": []}}])
def test_one_value_may_stand_everywhere(value: Any) -> None:
    environment, rendered = documents("good")
    paths = all_places("good")
    for first in range(97):  # several at once, far from each other
        broken = changed(rendered, [(path, value) for path in paths[first::97]])
        judge(broken, None)
        judge(broken, environment)
