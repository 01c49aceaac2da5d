"""A silence names a rule, an object and a reason; nothing less is taken."""

from __future__ import annotations

import json

import pytest

from kgc_constructs.outputs import workload_outputs
from kgc_constructs.settings import Environment, SettingsError, Silence

RIGHT = {"rule": "pod-seccomp", "object": "Deployment/kgc-sidecar", "reason": "The node has no profile yet."}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", ""),
        ("rule", "Pod-Seccomp"),
        ("rule", "pod_seccomp"),
        ("rule", "*"),
        ("object", ""),
        ("object", "kgc-sidecar"),
        ("object", "Deployment/"),
        ("object", "Deployment/a b"),
        ("reason", ""),
        ("reason", "   "),
        ("reason", "temporarily"),
        ("reason", "see above"),
        ("reason", "- 1 2 3 ."),
    ],
)
def test_a_wrong_one_is_refused_by_its_field(field: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        Silence(**{**RIGHT, field: value})
    (problem,) = error.value.problems
    assert problem.field == field
    assert problem.allowed
    assert problem.reason


@pytest.mark.parametrize("name", ["terraform/vault", "ClusterRole/system:node", "Deployment/kgc-sidecar"])
def test_objects_of_both_engines_can_be_named(name: str) -> None:
    assert Silence(**{**RIGHT, "object": name}).object == name


def test_saying_it_twice_is_refused() -> None:
    again = {**RIGHT, "reason": "Somebody else said so."}
    with pytest.raises(SettingsError) as error:
        Environment(environment="dev", silences=[RIGHT, {**RIGHT, "rule": "pod-privileged"}, again])
    assert [problem.field for problem in error.value.problems] == ["silences.2"]


def test_reviewers_see_them_in_the_outputs() -> None:
    outputs = json.loads(workload_outputs(Environment(environment="dev", silences=[RIGHT])).to_json())
    assert outputs["silences"] == [RIGHT]
