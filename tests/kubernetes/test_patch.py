"""The escape hatch: what a patch says is what is rendered, or an error."""

from __future__ import annotations

from typing import Any

import pytest
from cdk8s import JsonPatch
from cdk8s_plus_27 import k8s as plain

from kgc_constructs.errors import CheckError
from kgc_constructs.kubernetes import Deployment, DisruptionBudget, Service
from kgc_constructs.kubernetes.plus import k8s, number_or_text, quantity
from kgc_constructs.settings import Environment
from tests.kubernetes.documents import chart

CONTAINER = "/spec/template/spec/containers/0"


@pytest.fixture
def deployment(minimal: Environment) -> Deployment:
    return Deployment(chart(), "Deployment", settings=minimal)


def at(document: Any, path: str) -> Any:
    for step in path.strip("/").split("/"):
        document = document[int(step) if isinstance(document, list) else step]
    return document


def test_objects_are_the_ordinary_typed_ones(deployment: Deployment) -> None:
    assert isinstance(deployment.api_object, plain.KubeDeployment)
    assert k8s.KubeDeployment is k8s.KubeDeployment
    assert k8s.ObjectMeta is plain.ObjectMeta


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/spec/minReadySeconds", 5),
        ("/metadata/annotations", {"example.com/owner": "graph"}),
        (f"{CONTAINER}/env/0/value", "changed"),
        ("/spec/template/spec/dnsPolicy", "ClusterFirstWithHostNet"),
    ],
)
def test_what_the_type_knows_is_rendered(path: str, value: object, deployment: Deployment) -> None:
    deployment.api_object.add_json_patch(JsonPatch.add(path, value))
    assert at(deployment.api_object.to_json(), path) == value


def test_typed_amounts_and_numbers_are_rendered(deployment: Deployment) -> None:
    limit = f"{CONTAINER}/resources/limits/memory"
    surge = "/spec/strategy/rollingUpdate/maxSurge"
    deployment.api_object.add_json_patch(
        JsonPatch.replace(limit, quantity("1Gi")), JsonPatch.replace(surge, number_or_text("25%"))
    )
    assert at(deployment.api_object.to_json(), limit) == "1Gi"
    assert at(deployment.api_object.to_json(), surge) == "25%"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{CONTAINER}/resources/limits/memory", "1Gi"),
        ("/spec/strategy/rollingUpdate/maxSurge", 2),
        ("/spec/replcas", 3),
        (f"{CONTAINER}/securityContext/appArmorProfile", {"type": "RuntimeDefault"}),
        ("/spec/template/spec/hostPID", False),
    ],
)
def test_what_the_engine_would_drop_is_an_error_that_names_the_path(
    path: str, value: object, deployment: Deployment
) -> None:
    with pytest.raises(CheckError) as error:
        deployment.api_object.add_json_patch(JsonPatch.replace(path, value))
    (problem,) = error.value.problems
    assert problem.field == f"Deployment kgc-sidecar {path}" or problem.field.startswith(
        f"Deployment kgc-sidecar {path}/"
    )


def test_a_half_dropped_value_names_the_dropped_half(minimal: Environment) -> None:
    budget = DisruptionBudget(chart(), "Budget", settings=minimal)
    selector = {"matchLabels": {"app": "x"}, "matchFields": ["y"]}
    with pytest.raises(CheckError) as error:
        budget.api_object.add_json_patch(JsonPatch.replace("/spec/selector", selector))
    (problem,) = error.value.problems
    assert problem.field.endswith("/spec/selector/matchFields")
    assert problem.value == ["y"]


def test_a_removal_removes(minimal: Environment) -> None:
    service = Service(chart(), "Service", settings=minimal)
    service.api_object.add_json_patch(JsonPatch.remove("/spec/ports/1"))
    assert [each["name"] for each in service.api_object.to_json()["spec"]["ports"]] == ["http"]


def test_a_path_whose_parent_does_not_exist_is_an_error(deployment: Deployment) -> None:
    with pytest.raises(CheckError, match="Deployment kgc-sidecar"):
        deployment.api_object.add_json_patch(JsonPatch.add("/spec/nowhere/at/all", 1))


def test_patches_add_up(deployment: Deployment) -> None:
    deployment.api_object.add_json_patch(JsonPatch.add("/spec/minReadySeconds", 5))
    deployment.api_object.add_json_patch(JsonPatch.replace("/spec/minReadySeconds", 6))
    assert deployment.api_object.to_json()["spec"]["minReadySeconds"] == 6
