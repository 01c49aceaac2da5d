"""The pods: restricted, bounded, spread, and with nothing mounted that they do not need."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.kubernetes import Deployment, Rotation
from kgc_constructs.settings import Affinity, Environment, Lockchain, NodeRequirement, PodTerm, Toleration
from kgc_constructs.testing import render_chart
from tests.kubernetes.documents import Document, alone, chart, objects, pod_of
from tests.kubernetes.restricted import violations


def pod(settings: Environment) -> Document:
    return dict(pod_of(alone(Deployment, settings))["spec"])


def volumes(settings: Environment) -> dict[str, Any]:
    return {each["name"]: each for each in pod(settings)["volumes"]}


def mounts(settings: Environment) -> dict[str, Any]:
    (container,) = pod(settings)["containers"]
    return {each["mountPath"]: each for each in container["volumeMounts"]}


def workloads(settings: Environment) -> list[Document]:
    return [each for each in objects(settings).values() if each["kind"] in ("Deployment", "CronJob")]


def test_every_pod_is_restricted(app_environment: Environment) -> None:
    assert [violations(pod_of(each)["spec"]) for each in workloads(app_environment)] == [set(), set()]


def test_every_pod_is_more_than_restricted(app_environment: Environment) -> None:
    for workload in workloads(app_environment):
        spec = pod_of(workload)["spec"]
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in spec["containers"]:
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["runAsUser"] > 10_000, "an injected agent takes the user of the first container"
            assert security["runAsGroup"] > 10_000


def test_writable_folders_are_bounded(minimal: Environment) -> None:
    settings = minimal.evolve(resources={"scratch_size": "96Mi"})
    found = volumes(settings)
    for folder in ("/tmp", "/app/data"):  # noqa: S108  # a path in the container
        assert found[mounts(settings)[folder]["name"]]["emptyDir"] == {"sizeLimit": "96Mi"}


def test_the_configuration_cannot_be_written(minimal: Environment) -> None:
    mount = mounts(minimal)["/app/config"]
    assert mount["readOnly"] is True
    assert volumes(minimal)[mount["name"]]["configMap"]["name"] == "kgc-sidecar-config"


def test_the_ledger_lies_on_a_claim(minimal: Environment) -> None:
    assert "/app/data/lockchain" not in mounts(minimal)
    settings = minimal.evolve(lockchain=Lockchain())
    mount = mounts(settings)["/app/data/lockchain"]
    assert volumes(settings)[mount["name"]]["persistentVolumeClaim"]["claimName"] == "kgc-sidecar-lockchain"


@pytest.mark.parametrize(
    "delivery", [{"kind": "vault-agent"}, {"kind": "vault-secrets-operator"}, {"kind": "external-secrets"}]
)
def test_a_pod_has_vaults_token_only_when_somebody_in_it_logs_in(
    delivery: dict[str, str], minimal: Environment
) -> None:
    settings = minimal.evolve(secret_delivery=delivery, pod_login={"audience": "vault.example.com"})
    sources = [source for each in pod(settings)["volumes"] for source in each.get("projected", {}).get("sources", [])]
    tokens = [each for each in sources if "serviceAccountToken" in each]
    expected = {"serviceAccountToken": {"audience": "vault.example.com", "expirationSeconds": 600, "path": "token"}}
    assert tokens == ([expected] if delivery["kind"] == "vault-agent" else [])


def test_the_sidecar_itself_does_not_see_vaults_token(minimal: Environment) -> None:
    assert "vault-token" not in {each["name"] for each in mounts(minimal).values()}


def test_pods_wish_to_spread_over_zones_and_nodes(minimal: Environment) -> None:
    spread = pod(minimal.evolve(placement={"zone_max_skew": 2, "node_max_skew": 3}))["topologySpreadConstraints"]
    assert {each["topologyKey"]: each["maxSkew"] for each in spread} == {
        "topology.kubernetes.io/zone": 2,
        "kubernetes.io/hostname": 3,
    }
    for each in spread:
        assert each["whenUnsatisfiable"] == "ScheduleAnyway"
        assert each["matchLabelKeys"] == ["pod-template-hash"], "else old pods count while new ones are placed"
        assert each["labelSelector"]["matchLabels"]["app.kubernetes.io/instance"] == "kgc-sidecar"


def test_placement_reaches_the_pod(minimal: Environment) -> None:
    toleration = Toleration(key="dedicated", value="graph", effect="NoExecute", toleration_seconds=30)
    placement = {"node_selector": {"disk": "ssd"}, "tolerations": (toleration,), "priority_class": "high"}
    spec = pod(minimal.evolve(placement=placement))
    assert spec["nodeSelector"] == {"disk": "ssd"}
    assert spec["priorityClassName"] == "high"
    assert spec["tolerations"] == [
        {
            "key": "dedicated",
            "operator": "Equal",
            "value": "graph",
            "effect": "NoExecute",
            "tolerationSeconds": 30,
        }
    ]


def test_nothing_is_said_about_placement_by_default(minimal: Environment) -> None:
    assert {"nodeSelector", "tolerations", "affinity", "priorityClassName"}.isdisjoint(pod(minimal))


def test_demands_on_a_node_hold_together_and_wishes_stand_alone(minimal: Environment) -> None:
    affinity = Affinity(
        node=(
            NodeRequirement(key="disk", values=("ssd",)),
            NodeRequirement(key="gpu", operator="DoesNotExist"),
            NodeRequirement(key="size", operator="Gt", values=("3",), weight=40),
        )
    )
    node = pod(minimal.evolve(placement={"affinity": affinity}))["affinity"]["nodeAffinity"]
    (term,) = node["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert term["matchExpressions"] == [
        {"key": "disk", "operator": "In", "values": ["ssd"]},
        {"key": "gpu", "operator": "DoesNotExist"},
    ]
    (wish,) = node["preferredDuringSchedulingIgnoredDuringExecution"]
    assert wish["weight"] == 40
    assert wish["preference"]["matchExpressions"] == [{"key": "size", "operator": "Gt", "values": ["3"]}]


def test_nearness_to_pods_is_demanded_or_wished_for(minimal: Environment) -> None:
    near = PodTerm(labels={"app": "cache"}, namespaces=("data",))
    far = PodTerm(labels={"app": "batch"}, topology_key="topology.kubernetes.io/zone", weight=10)
    rendered = pod(minimal.evolve(placement={"affinity": Affinity(pod=(near,), anti_pod=(far,))}))["affinity"]
    assert rendered == {
        "podAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {
                    "labelSelector": {"matchLabels": {"app": "cache"}},
                    "namespaces": ["data"],
                    "topologyKey": "kubernetes.io/hostname",
                }
            ]
        },
        "podAntiAffinity": {
            "preferredDuringSchedulingIgnoredDuringExecution": [
                {
                    "weight": 10,
                    "podAffinityTerm": {
                        "labelSelector": {"matchLabels": {"app": "batch"}},
                        "topologyKey": "topology.kubernetes.io/zone",
                    },
                }
            ]
        },
    }


def test_a_change_of_the_secrets_definition_rolls_the_pods(minimal: Environment) -> None:
    def checksum(settings: Environment) -> str:
        return str(pod_of(alone(Deployment, settings))["metadata"]["annotations"]["checksum/delivery"])

    assert checksum(minimal) == checksum(minimal.evolve(labels={"team": "graph"}))
    assert checksum(minimal) != checksum(minimal.evolve(vault={"mount_path": "other"}))


def test_the_rotations_pods_are_not_the_sidecars(minimal: Environment) -> None:
    scope = chart()
    Rotation(scope, "Rotation", settings=minimal)
    selector = alone(Deployment, minimal)["spec"]["selector"]["matchLabels"]
    (job,) = [each for each in render_chart(scope) if each["kind"] == "CronJob"]
    assert not selector.items() <= pod_of(job)["metadata"]["labels"].items()
