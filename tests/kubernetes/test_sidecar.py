"""The composites: what belongs to a sidecar, what to its namespace, and how a user finds it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from cdk8s import ApiObject, App
from constructs import Construct

import kgc_constructs.kubernetes as public
from kgc_constructs.kubernetes import KgcSidecar, ServiceMonitor, SidecarChart
from kgc_constructs.settings import Environment, Lockchain, NginxIngress, SettingsError
from kgc_constructs.testing import render_chart
from tests.kubernetes.documents import alone, chart, objects

OFF = {
    "autoscaling": None,
    "disruption_budget": None,
    "network_policy": None,
    "observability": None,
    "vault": {"rotation": None},
}
ON = {"exposure": NginxIngress(host="kgc.example.com"), "lockchain": Lockchain()}
OPTIONAL = (
    "autoscaler",
    "disruption_budget",
    "exposure",
    "network_policies",
    "rotation",
    "service_monitor",
    "volume_claim",
)


def sidecar(settings: Environment) -> KgcSidecar:
    return KgcSidecar(chart(), "Sidecar", settings=settings)


def test_public_names_are_sorted_and_all_load() -> None:
    assert public.__all__ == sorted(public.__all__)
    for name in public.__all__:
        kind = getattr(public, name)
        assert issubclass(kind, Construct)
        assert kind.__name__ == name
        assert name in import_module(kind.__module__).__all__
    with pytest.raises(AttributeError, match="Sidecarr"):
        _ = public.Sidecarr


@pytest.mark.parametrize("name", OPTIONAL)
def test_what_is_off_is_none(name: str, minimal: Environment) -> None:
    assert getattr(sidecar(minimal.evolve(**ON)), name) is not None
    assert getattr(sidecar(minimal.evolve(**OFF)), name) is None


def test_the_least_sidecar_is_seven_objects_in_a_bounded_namespace(minimal: Environment) -> None:
    kinds = sorted(each["kind"] for each in objects(minimal.evolve(**OFF)).values())
    assert kinds == [
        "ConfigMap", "Deployment", "LimitRange", "Namespace", "ResourceQuota", "Role", "RoleBinding", "Service",
        "ServiceAccount",
    ]  # fmt: skip


def test_every_object_is_the_child_resource_of_its_construct(minimal: Environment) -> None:
    found = SidecarChart(App(), "chart", settings=minimal.evolve(**ON))
    names = [each.node.id for each in found.node.find_all() if isinstance(each, ApiObject)]
    assert len(names) > 15
    assert set(names) <= {"Resource", "ServiceAccount"}, "the rotation's account is the one second object"


def test_children_are_found_under_their_kubernetes_words(minimal: Environment) -> None:
    found: Any = sidecar(minimal.evolve(**ON))
    kinds = {
        "config_map": "ConfigMap", "service_account": "ServiceAccount", "role": "Role", "role_binding": "RoleBinding",
        "deployment": "Deployment", "service": "Service", "autoscaler": "HorizontalPodAutoscaler",
        "disruption_budget": "PodDisruptionBudget", "service_monitor": "ServiceMonitor", "rotation": "CronJob",
        "volume_claim": "PersistentVolumeClaim",
    }  # fmt: skip
    assert {name: getattr(found, name).api_object.kind for name in kinds} == kinds


def test_two_sidecars_live_in_one_chart(minimal: Environment) -> None:
    scope = chart()
    first, second = minimal.evolve(app_name="readers", **ON), minimal.evolve(app_name="writers", **ON)
    KgcSidecar(scope, "Readers", settings=first)
    KgcSidecar(scope, "Writers", settings=second)
    documents = render_chart(scope)
    names = [(each["kind"], each["metadata"]["name"]) for each in documents]
    assert len(set(names)) == len(names)
    assert all(name.startswith(("readers", "writers")) for _, name in names)
    deployments = [each for each in documents if each["kind"] == "Deployment"]
    services = [each for each in documents if each["kind"] == "Service"]
    for service in services:
        called = [
            each["metadata"]["name"]
            for each in deployments
            if service["spec"]["selector"].items() <= each["spec"]["template"]["metadata"]["labels"].items()
        ]
        assert called == [service["metadata"]["name"]]


def test_metrics_are_scraped_from_the_service(minimal: Environment) -> None:
    settings = minimal.evolve(observability={"metrics": {"scrape_interval_seconds": 45}})
    spec = alone(ServiceMonitor, settings)["spec"]
    assert spec["endpoints"] == [{"port": "metrics", "interval": "45s", "path": "/metrics"}]
    assert spec["namespaceSelector"] == {"matchNames": ["kgc-sidecar"]}
    service = objects(settings)["Service/kgc-sidecar"]
    assert spec["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Autoscaler", "autoscaling"),
        ("DisruptionBudget", "disruption_budget"),
        ("Rotation", "vault.rotation"),
        ("ServiceMonitor", "observability.metrics"),
        ("VolumeClaim", "lockchain"),
    ],
)
def test_a_construct_of_something_that_is_off_says_so(name: str, field: str, minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        getattr(public, name)(chart(), "Alone", settings=minimal.evolve(**OFF))
    assert [each.field for each in error.value.problems] == [field]
