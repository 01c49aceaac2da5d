"""Quantities in every notation of Kubernetes, and how many pods each kind of workload makes at most."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.amounts import amount
from kgc_constructs.checks.model.demand import demand


@pytest.mark.parametrize(
    ("quantity", "number"),
    [
        ("1", 1), (2, 2), ("0.5", Decimal("0.5")), (".5", Decimal("0.5")), ("250m", Decimal("0.25")),
        ("100u", Decimal("0.0001")), ("1n", Decimal("1e-9")), ("1k", 1000), ("1M", 10**6), ("1G", 10**9),
        ("1Ki", 1024), ("512Mi", 512 * 1024**2), ("1.5Gi", 1536 * 1024**2), ("1Ti", 1024**4), ("1e3", 1000),
        ("1E3", 1000), ("12e-1", Decimal("1.2")), ("1E", 10**18), ("-1", -1),
        ("many", None), ("", None), ("1mb", None), (None, None), ("1 Gi", None),
    ],
)  # fmt: skip
def test_a_quantity_is_a_number(quantity: object, number: object) -> None:
    assert amount(quantity) == number


POD: dict[str, Any] = {"spec": {"containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}]}}


def pods_of(kind: str, **spec: Any) -> int:
    document = {
        "kind": kind,
        "metadata": {"name": "x"},
        "spec": {**spec, **({} if kind == "CronJob" else {"template": POD})},
    }
    total = demand(Rendered((document,)))
    assert total["requests.cpu"] == total["pods"]
    return int(total["pods"])


@pytest.mark.parametrize(
    ("kind", "spec", "most"),
    [
        ("Deployment", {}, 2 * 1 + 1),
        ("Deployment", {"replicas": 0}, 0),
        ("Deployment", {"replicas": 4}, 2 * 4 + 1),
        ("Deployment", {"replicas": 5}, 2 * 5 + 2),
        ("Deployment", {"replicas": 4, "strategy": {"rollingUpdate": {"maxSurge": 3}}}, 2 * 4 + 3),
        ("Deployment", {"replicas": 4, "strategy": {"rollingUpdate": {"maxSurge": "50%"}}}, 2 * 4 + 2),
        ("Deployment", {"replicas": 4, "strategy": {"type": "Recreate"}}, 4),
        ("StatefulSet", {"replicas": 4}, 4),
        ("StatefulSet", {}, 1),
        ("Job", {}, 1),
        ("Job", {"parallelism": 3}, 3),
        ("CronJob", {"jobTemplate": {"spec": {"template": POD}}}, 1),
        ("CronJob", {"jobTemplate": {"spec": {"parallelism": 3, "template": POD}}}, 3),
    ],
)
def test_a_workload_makes_so_many_pods_at_most(kind: str, spec: dict[str, Any], most: int) -> None:
    assert pods_of(kind, **spec) == most


def test_a_pod_by_itself_is_one() -> None:
    assert demand(Rendered(({"kind": "Pod", "metadata": {"name": "x"}, **POD},)))["pods"] == 1


def test_an_init_container_counts_when_it_asks_for_more_than_the_others_together() -> None:
    def cpu(first: str, *others: str) -> Decimal:
        containers = [{"name": str(each), "resources": {"requests": {"cpu": each}}} for each in others]
        init = [{"name": "init", "resources": {"requests": {"cpu": first}}}]
        pod = {"kind": "Pod", "metadata": {"name": "x"}, "spec": {"initContainers": init, "containers": containers}}
        return demand(Rendered((pod,)))["requests.cpu"]

    assert cpu("3", "1", "1") == 3
    assert cpu("1", "1", "1") == 2


def test_claims_and_other_objects_are_counted() -> None:
    claim = {"kind": "PersistentVolumeClaim", "spec": {"resources": {"requests": {"storage": "2Gi"}}}}
    total = demand(Rendered((claim, claim, {"kind": "Service"}, {"kind": "ConfigMap"})))
    assert total["persistentvolumeclaims"] == 2
    assert total["requests.storage"] == 4 * 1024**3
    assert total["services"] == 1
    assert total["configmaps"] == 2


def with_agent(**annotations: str) -> dict[str, Any]:
    notes = {"agent-inject": "true", "agent-requests-cpu": "2", **annotations}
    metadata = {"annotations": {f"vault.hashicorp.com/{name}": value for name, value in notes.items()}}
    return demand(Rendered(({"kind": "Pod", "metadata": {"name": "x", **metadata}, **POD},)))


@pytest.mark.parametrize(
    ("annotations", "cpu"),
    [
        ({}, 1 + 2),  # beside the sidecar, and before it
        ({"agent-pre-populate": "false"}, 1 + 2),
        ({"agent-pre-populate-only": "true"}, 2),  # before it only
        ({"agent-pre-populate-only": "true", "agent-pre-populate": "false"}, 1),
        ({"agent-inject": "false"}, 1),
        ({"agent-requests-cpu": "500m"}, Decimal("1.5")),
    ],
)
def test_an_injected_agent_counts_where_it_runs(annotations: dict[str, str], cpu: object) -> None:
    noted = {name.replace("_", "-"): value for name, value in annotations.items()}
    assert with_agent(**noted)["requests.cpu"] == cpu


def test_an_injected_agent_that_says_nothing_gets_the_injectors_defaults() -> None:
    notes = {"vault.hashicorp.com/agent-inject": "true"}
    total = demand(Rendered(({"kind": "Pod", "metadata": {"name": "x", "annotations": notes}, **POD},)))
    assert total["requests.cpu"] == Decimal("1.25")
    assert total["limits.memory"] == 128 * 1024**2
