"""A folder with a part of a system: what is not there is no mistake."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Finding, Rendered
from kgc_constructs.checks.availability import MODULES

BUDGET = {
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "api", "namespace": "one"},
    "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "api"}}},
}
AUTOSCALER = {
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "api"},
    "spec": {
        "scaleTargetRef": {"kind": "Deployment", "name": "api"},
        "maxReplicas": 5,
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": 60}},
    },
}
QUOTA = {"kind": "ResourceQuota", "metadata": {"name": "api"}, "spec": {"hard": {"pods": "1", "cpu": "1"}}}
LIMITS = {
    "kind": "LimitRange",
    "metadata": {"name": "api"},
    "spec": {"limits": [{"type": "Container", "max": {"cpu": 1}}]},
}


def deployment(**metadata: str) -> dict[str, Any]:
    labels = {"metadata": {"labels": {"app": "api"}}}
    return {"kind": "Deployment", "metadata": {"name": "api", **metadata}, "spec": {"replicas": 1, "template": labels}}


def found(*objects: dict[str, Any]) -> set[str]:
    names = [module.__name__.rpartition(".")[2] for module in MODULES]
    return {
        problem.rule.id
        for name in names
        for problem in CHECKS[name](Rendered(objects), None)
        if isinstance(problem, Finding)
    }


@pytest.mark.parametrize("alone", [BUDGET, AUTOSCALER, QUOTA, LIMITS], ids=lambda document: str(document["kind"]))
def test_an_object_by_itself_is_right(alone: dict[str, Any]) -> None:
    assert found(alone) == set()


def test_objects_of_other_namespaces_do_not_count() -> None:
    assert "budget-blocks-drains" in found(BUDGET, deployment(namespace="one"))
    assert "budget-blocks-drains" in found(BUDGET, deployment())
    assert "budget-blocks-drains" not in found(BUDGET, deployment(namespace="two"))
    quota = {**QUOTA, "metadata": {"name": "api", "namespace": "one"}}
    assert "quota-too-small" in found(quota, deployment(namespace="one"))
    assert "quota-too-small" not in found(quota, deployment(namespace="two"))


def test_a_quota_for_some_pods_only_is_left_to_the_server() -> None:
    scoped = {**QUOTA, "spec": {**QUOTA["spec"], "scopes": ["BestEffort"]}}  # type: ignore[dict-item]
    assert "quota-too-small" in found(QUOTA, deployment())
    assert "quota-too-small" not in found(scoped, deployment())


@pytest.mark.parametrize(
    ("replicas", "taken", "right"),
    [
        (3, None, True),
        (4, None, False),
        (3, "33%", True),
        (3, "34%", False),
        (9, 0, True),
        (9, "0%", True),
        (2, 1, False),
    ],
)
def test_a_share_of_few_pods_may_be_none(replicas: int, taken: object, right: bool) -> None:
    document = deployment()
    document["spec"] |= {"replicas": replicas, "strategy": {"rollingUpdate": {"maxUnavailable": taken}}}
    assert ("rollout-takes-pods-first" not in found(document)) is right


def test_an_autoscaler_of_something_of_the_same_name_is_a_mistake() -> None:
    assert "autoscaler-target-missing" in found(AUTOSCALER, {**deployment(), "kind": "StatefulSet"})
    assert "autoscaler-target-missing" not in found(AUTOSCALER, deployment())
