"""The Deployment, its Service, its autoscaler and its budget: what scales, what rolls and what drains."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.kubernetes import Autoscaler, Deployment, DisruptionBudget, Service
from kgc_constructs.settings import Environment, Lockchain
from tests.kubernetes.documents import alone

SELECTOR = {"app.kubernetes.io/name": "kgc-sidecar", "app.kubernetes.io/instance": "kgc-sidecar"}


def test_no_pod_goes_before_its_successor_is_ready(minimal: Environment) -> None:
    spec = alone(Deployment, minimal.evolve(rollout={"max_surge": 3}))["spec"]
    assert spec["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3, "maxUnavailable": 0}}


def test_a_ledger_of_one_node_is_given_up_before_it_is_taken(minimal: Environment) -> None:
    ledger = Lockchain(access_mode="ReadWriteOnce")
    single = minimal.evolve(replicas=1, autoscaling=None, disruption_budget=None, lockchain=ledger)
    assert alone(Deployment, single)["spec"]["strategy"] == {"type": "Recreate"}


def test_the_number_of_pods_has_one_owner(minimal: Environment) -> None:
    assert "replicas" not in alone(Deployment, minimal)["spec"]
    assert alone(Deployment, minimal.evolve(autoscaling=None, replicas=4))["spec"]["replicas"] == 4


def test_rollouts_are_watched_and_kept(minimal: Environment) -> None:
    spec = alone(Deployment, minimal.evolve(rollout={"progress_deadline_seconds": 120, "history_limit": 7}))["spec"]
    assert spec["progressDeadlineSeconds"] == 120
    assert spec["revisionHistoryLimit"] == 7


@pytest.mark.parametrize("kind", [Deployment, DisruptionBudget])
def test_selectors_are_the_two_stable_labels(kind: Any, minimal: Environment) -> None:
    assert alone(kind, minimal)["spec"]["selector"] == {"matchLabels": SELECTOR}


def test_the_service_is_reachable_inside_the_cluster_only(minimal: Environment) -> None:
    spec = alone(Service, minimal)["spec"]
    assert spec["type"] == "ClusterIP"
    assert spec["selector"] == SELECTOR
    assert [(each["name"], each["port"], each["targetPort"]) for each in spec["ports"]] == [
        ("http", 3000, "http"),
        ("metrics", 8080, "metrics"),
    ]
    without = alone(Service, minimal.evolve(observability=None))["spec"]["ports"]
    assert [each["name"] for each in without] == ["http"]


def test_only_the_sidecars_own_use_scales_when_a_container_is_injected(minimal: Environment) -> None:
    scaling = {"cpu_target": 55, "memory_target": 90}
    metrics = alone(Autoscaler, minimal.evolve(autoscaling=scaling))["spec"]["metrics"]
    assert metrics == [
        {
            "type": "ContainerResource",
            "containerResource": {
                "name": name,
                "container": "kgc-sidecar",
                "target": {"type": "Utilization", "averageUtilization": percent},
            },
        }
        for name, percent in (("cpu", 55), ("memory", 90))
    ]


def test_the_pods_use_scales_when_nothing_is_injected(minimal: Environment) -> None:
    settings = minimal.evolve(secret_delivery={"kind": "vault-secrets-operator"})
    assert alone(Autoscaler, settings)["spec"]["metrics"] == [
        {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}
    ]


def test_pods_come_at_once_and_go_after_a_while(minimal: Environment) -> None:
    scaling = {"min_replicas": 3, "max_replicas": 12, "scale_down_window_seconds": 450}
    spec = alone(Autoscaler, minimal.evolve(autoscaling=scaling))["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 12)
    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "kgc-sidecar"}
    assert spec["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 0
    assert spec["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 450


def test_a_broken_pod_never_blocks_a_drain(minimal: Environment) -> None:
    spec = alone(DisruptionBudget, minimal.evolve(disruption_budget={"min_available": 0}))["spec"]
    assert spec["minAvailable"] == 0
    assert "maxUnavailable" not in spec
    assert spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow"
