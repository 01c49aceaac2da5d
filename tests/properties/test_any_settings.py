"""Whatever validates, renders and holds; whatever does not, says everything that is wrong."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgc_constructs.checks import run_checks
from kgc_constructs.settings import Environment, SettingsError
from kgc_constructs.testing import render
from tests.properties.strategies import Values, environments
from tests.rendered.test_schemas import CORE_GROUPS

RENDERING = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# Mistakes that stand alone: each must be reported, whatever else is wrong.
MISTAKES: dict[str, dict[str, Any]] = {
    "performance.batch_size": {"batch_size": 0},
    "rollout.max_surge": {"max_surge": 0},
    "readiness.path": {"path": "ready"},
    "probe_request.scheme": {"scheme": "ftp"},
    "startup.unknown": {"unknown": 1},
    "liveness.period_seconds": {"period_seconds": "ten"},
}


# What a mistaken section falls back to, so that every example ends in an environment that validates.
SAFE: Values = {
    "image": {"tag": "1.4.2"},
    "vault": {"address": "https://vault.example.com"},
    "state": {"kind": "s3", "bucket": "example-state", "region": "eu-central-1"},
}


def valid(values: Values) -> Environment:
    """The environment of `values`, without the sections that do not hold together."""
    wanted = {**SAFE, **values}
    for _ in range(len(wanted)):
        try:
            return Environment(**wanted)
        except SettingsError as error:
            for problem in error.problems:
                for field in (problem.field, *problem.depends_on):
                    section = field.split(".", maxsplit=1)[0]
                    if section != "environment":
                        wanted = {**{key: value for key, value in wanted.items() if key != section}}
                        wanted |= {key: value for key, value in SAFE.items() if key == section}
    return Environment(**wanted)


@RENDERING
@given(environments)
def test_what_validates_renders_and_holds(values: Values) -> None:
    environment = valid(values)
    rendered = render(environment)
    run_checks(rendered, environment)
    for document in rendered.kubernetes:
        if document["apiVersion"] in CORE_GROUPS:
            kubernetes_validate.validate(dict(document), "1.32", strict=True)


@settings(deadline=None, derandomize=True)
@given(environments, st.sets(st.sampled_from(sorted(MISTAKES)), min_size=1))
def test_every_mistake_is_reported_at_once(values: Values, mistakes: set[str]) -> None:
    wrong = dict(values)
    for field in mistakes:
        section = field.split(".", maxsplit=1)[0]
        wrong[section] = {**wrong.get(section, {}), **MISTAKES[field]}
    with pytest.raises(SettingsError) as error:
        Environment(**wrong)
    assert mistakes <= {problem.field for problem in error.value.problems}
    assert all(problem.allowed and problem.reason for problem in error.value.problems)


@settings(deadline=None, derandomize=True)
@given(environments)
def test_mistakes_do_not_hide_broken_relations(values: Values) -> None:
    alone = _fields(values)
    together = _fields({**values, "rollout": {"max_surge": 0}})
    assert together == alone | {"rollout.max_surge"}


def _fields(values: Values) -> set[str]:
    try:
        Environment(**values)
    except SettingsError as error:
        return {problem.field for problem in error.problems}
    return set()
