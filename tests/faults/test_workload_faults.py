"""The faults of the original's workload: each rule fails on the original's objects and holds on ours."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import kubernetes_validate
import pytest

from kgc_constructs.settings import Environment, Lockchain, SettingsError
from tests.faults.original_kubernetes import AUTOSCALER, BUDGET, DEPLOYMENT, ORIGINAL
from tests.kubernetes.documents import Document, container_of, objects, only, pod_of
from tests.kubernetes.restricted import violations

Objects = Mapping[str, Document]
DELIVERIES = ("vault-agent", "vault-secrets-operator", "external-secrets")


def secrets_in(found: Objects) -> list[str]:
    """Objects that hold the value of a secret."""
    return [
        name for name, each in found.items() if each["kind"] == "Secret" and ("data" in each or "stringData" in each)
    ]


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_fault_04_no_manifest_holds_a_secret(delivery: str, minimal: Environment) -> None:
    assert secrets_in(ORIGINAL) == ["Secret/kgc-sidecar-secrets"]
    assert secrets_in(objects(minimal.evolve(secret_delivery={"kind": delivery}))) == []


def test_fault_07_every_pod_meets_restricted(app_environment: Environment) -> None:
    broken = violations(DEPLOYMENT["spec"]["template"]["spec"])
    assert broken == {"allowPrivilegeEscalation", "capabilities", "runAsNonRoot", "seccompProfile"}
    workloads = [each for each in objects(app_environment).values() if each["kind"] in ("Deployment", "CronJob")]
    assert [violations(pod_of(each)["spec"]) for each in workloads] == [set(), set()]


def test_fault_07_the_schema_accepts_the_hardening(minimal: Environment) -> None:
    repaired = copy.deepcopy(DEPLOYMENT)  # the repair that the original's own text proposes
    repaired["spec"]["template"]["spec"]["securityContext"] = {
        "runAsNonRoot": True,
        "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]},
    }
    with pytest.raises(kubernetes_validate.ValidationError, match="capabilities"):
        kubernetes_validate.validate(repaired, "1.32", strict=True)
    ours = only("Deployment", objects(minimal))
    kubernetes_validate.validate(ours, "1.32", strict=True)
    assert container_of(ours)["securityContext"]["capabilities"] == {"drop": ["ALL"]}, "no port is below 1024"


def test_fault_08_no_image_moves(app_environment: Environment) -> None:
    def moves(found: Objects) -> bool:
        return "@sha256:" not in container_of(only("Deployment", dict(found)))["image"]

    assert moves(ORIGINAL)
    assert not moves(objects(app_environment))
    with pytest.raises(SettingsError) as error:
        app_environment.evolve(environment="production", image={"tag": "latest"})
    assert "image.tag" in {each.field for each in error.value.problems}


def mounts_the_apis_token(found: Objects) -> bool:
    """Kubernetes mounts it unless the pod says no, or the pod is silent and its account says no."""
    pod = pod_of(only("Deployment", dict(found)))["spec"]
    account = found[f"ServiceAccount/{pod['serviceAccountName']}"]
    return bool(pod.get("automountServiceAccountToken", account.get("automountServiceAccountToken", True)))


def can_list_secrets(found: Objects) -> bool:
    rules = [rule for each in found.values() if each["kind"] in ("Role", "ClusterRole") for rule in each["rules"]]
    return any({"secrets", "*"} & set(rule["resources"]) for rule in rules)


def takes_secrets_from_the_environment(found: Objects) -> bool:
    container = container_of(only("Deployment", dict(found)))
    return "envFrom" in container or any("valueFrom" in each for each in container["env"])


def has_unsafe_defaults(found: Objects) -> bool:
    return any(word in str(found) for word in ("test-jwt-secret", "'*'", '"*"'))


@pytest.mark.parametrize(
    "fault", [mounts_the_apis_token, can_list_secrets, takes_secrets_from_the_environment, has_unsafe_defaults]
)
def test_fault_08_pods_know_and_may_no_more_than_they_need(
    fault: Callable[[Objects], bool], minimal: Environment
) -> None:
    assert fault(ORIGINAL)
    assert not fault(objects(minimal))


def test_fault_08_a_change_of_configuration_rolls_the_pods(minimal: Environment) -> None:
    def rolls(before: Objects, after: Objects) -> bool:
        assert only("ConfigMap", dict(before)) != only("ConfigMap", dict(after))
        return pod_of(only("Deployment", dict(before))) != pod_of(only("Deployment", dict(after)))

    changed = copy.deepcopy(ORIGINAL)
    changed["ConfigMap/kgc-sidecar-config"]["data"]["config.json"] = "{}"
    assert not rolls(ORIGINAL, changed)
    # A value that stands in the file only: the environment of the container would not roll the pods.
    settings = minimal.evolve(lockchain=None, performance={"caching": False})
    assert rolls(objects(minimal), objects(settings))


def drains(autoscaler: Document, budget: Document) -> bool:
    return bool(budget["spec"]["minAvailable"] < autoscaler["spec"]["minReplicas"])


def test_fault_09_a_node_can_always_drain(minimal: Environment) -> None:
    assert not drains(AUTOSCALER, BUDGET)
    found = objects(minimal)
    assert drains(only("HorizontalPodAutoscaler", found), only("PodDisruptionBudget", found))
    with pytest.raises(SettingsError, match="blocks every node drain"):
        minimal.evolve(autoscaling={"min_replicas": 1}, disruption_budget={"min_available": 1})


@pytest.mark.parametrize(
    "fault",
    [
        lambda found: "replicas" in only("Deployment", found)["spec"],
        lambda found: "memory" in str(only("HorizontalPodAutoscaler", found)["spec"]["metrics"]),
        lambda found: "behavior" not in only("HorizontalPodAutoscaler", found)["spec"],
    ],
    ids=["two-owners", "memory-never-falls", "no-behaviour"],
)
def test_fault_09_the_autoscaler_rules_alone_and_lets_go(fault: Callable[[Any], bool], minimal: Environment) -> None:
    assert fault(ORIGINAL)
    assert not fault(objects(minimal))


def careless(found: Objects) -> set[str]:
    """What a pod lacks that is well placed, ends well and cannot fill its node."""
    pod = pod_of(only("Deployment", dict(found)))["spec"]
    (container,) = pod["containers"]
    scratch = [each for each in pod["volumes"] if "emptyDir" in each]
    return {
        name
        for name, good in {
            "spread": "topologySpreadConstraints" in pod,
            "drain": "preStop" in container.get("lifecycle", {}),
            "grace": "terminationGracePeriodSeconds" in pod,
            "ephemeral storage": "ephemeral-storage" in container["resources"]["limits"],
            "size of folders": all("sizeLimit" in each["emptyDir"] for each in scratch),
            "ledger": _kept(pod, container, "/app/data/lockchain"),
        }.items()
        if not good
    }


def _kept(pod: Document, container: Document, path: str) -> bool:
    """Whether what is written at `path` outlives the pod: the longest mount above it decides."""
    mounts = [each for each in container["volumeMounts"] if f"{path}/".startswith(each["mountPath"] + "/")]
    mount = max(mounts, key=lambda each: len(each["mountPath"]))
    (volume,) = [each for each in pod["volumes"] if each["name"] == mount["name"]]
    return "persistentVolumeClaim" in volume


def test_fault_10_pods_are_spread_drained_and_bounded(minimal: Environment) -> None:
    assert careless(ORIGINAL) == {"spread", "drain", "grace", "ephemeral storage", "size of folders", "ledger"}
    assert careless(objects(minimal.evolve(lockchain=Lockchain()))) == set()


def older_build(path: str, headers: Mapping[str, str]) -> int:
    return 200 if path in ("/health", "/ready") else 404


def newer_build(path: str, headers: Mapping[str, str]) -> int:
    if headers.get("X-Forwarded-Proto") != "https":
        return 404  # after the redirect, which the kubelet follows, nothing speaks TLS there
    return 200 if path in ("/api/health/live", "/api/health/ready") else 404


def answers(found: Objects, build: Callable[[str, Mapping[str, str]], int]) -> list[int]:
    container = container_of(only("Deployment", dict(found)))
    requests = [container[f"{name}Probe"]["httpGet"] for name in ("liveness", "readiness", "startup")]
    return [
        build(each["path"], {header["name"]: header["value"] for header in each.get("httpHeaders", [])})
        for each in requests
    ]


def test_fault_11_probes_fit_older_and_newer_builds(minimal: Environment) -> None:
    newer = minimal.evolve(
        liveness={"path": "/api/health/live"},
        readiness={"path": "/api/health/ready"},
        startup={"path": "/api/health/live"},
    )
    assert answers(ORIGINAL, newer_build) == [404, 404, 404]
    assert answers(objects(minimal), older_build) == [200, 200, 200]
    assert answers(objects(newer), newer_build) == [200, 200, 200]
