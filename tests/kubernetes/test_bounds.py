"""Quota and limits: as much as the environment can ever ask for, and no more."""

from __future__ import annotations

from typing import Any

from kgc_constructs.kubernetes import LimitRange, Quota, VolumeClaim
from kgc_constructs.settings import Environment, Lockchain
from tests.kubernetes.documents import alone

SIZES = {
    "autoscaling": {"min_replicas": 2, "max_replicas": 4},
    "rollout": {"max_surge": 2},
    "resources": {
        "cpu_request": "200m", "cpu_limit": "1", "memory_request": "256Mi", "memory_limit": "1Gi",
        "ephemeral_storage_request": "100Mi", "ephemeral_storage_limit": "500Mi",
    },
    "secret_delivery": {
        "cpu_request": "10m", "cpu_limit": "50m", "memory_request": "16Mi", "memory_limit": "32Mi",
    },
}  # fmt: skip


def hard(settings: Environment) -> dict[str, Any]:
    return dict(alone(Quota, settings)["spec"]["hard"])


def test_the_quota_is_what_pods_and_injected_containers_ask_for(minimal: Environment) -> None:
    # Four pods, four more that still drain, two of the surge; each with its agent (64Mi scratch). One rotation beside.
    assert hard(minimal.evolve(**SIZES)) == {
        "pods": "11",
        "requests.cpu": "2150m",
        "limits.cpu": "11",
        "requests.memory": "2848Mi",
        "limits.memory": "10816Mi",
        "requests.ephemeral-storage": "1672Mi",
        "limits.ephemeral-storage": "5704Mi",
        "persistentvolumeclaims": "0",
        "requests.storage": "0",
    }


def test_without_injection_and_rotation_only_the_pods_count(minimal: Environment) -> None:
    settings = minimal.evolve(**{**SIZES, "secret_delivery": {"kind": "external-secrets"}}, vault={"rotation": None})
    found = hard(settings)
    assert found["pods"] == "10"
    assert found["requests.cpu"] == "2"
    assert found["limits.memory"] == "10Gi"


def test_the_quota_holds_the_ledgers_claim(minimal: Environment) -> None:
    settings = minimal.evolve(lockchain=Lockchain(storage_size="25Gi"))
    assert hard(settings)["persistentvolumeclaims"] == "1"
    assert hard(settings)["requests.storage"] == "25Gi"
    claim = alone(VolumeClaim, settings)["spec"]
    assert claim["resources"]["requests"]["storage"] == "25Gi"
    assert alone(LimitRange, settings)["spec"]["limits"][1] == {
        "type": "PersistentVolumeClaim",
        "max": {"storage": "25Gi"},
    }


def test_a_claim_says_how_it_is_shared_and_by_which_class(minimal: Environment) -> None:
    claim = alone(VolumeClaim, minimal.evolve(lockchain=Lockchain(storage_class="fast")))["spec"]
    assert claim["accessModes"] == ["ReadWriteMany"]
    assert claim["storageClassName"] == "fast"
    assert "storageClassName" not in alone(VolumeClaim, minimal.evolve(lockchain=Lockchain()))["spec"]


def test_a_container_may_ask_for_the_most_and_gets_the_least(minimal: Environment) -> None:
    (limits,) = alone(LimitRange, minimal.evolve(**SIZES))["spec"]["limits"]
    assert limits == {
        "type": "Container",
        "max": {"cpu": "1", "memory": "1Gi", "ephemeral-storage": "500Mi"},
        "default": {"cpu": "50m", "memory": "32Mi", "ephemeral-storage": "64Mi"},
        "defaultRequest": {"cpu": "10m", "memory": "16Mi", "ephemeral-storage": "32Mi"},
    }
