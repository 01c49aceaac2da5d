"""Quantities as Kubernetes writes them, and the room that two versions need."""

import json
from decimal import Decimal
from typing import Any

import pytest

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.quota import QuotaChange, amount
from kgc_constructs.settings import Environment
from tests.operations.deployment.stand_ins import Reply, StandIns


def quota(**hard: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "all", "namespace": "kgc"},
        "spec": {"hard": hard},
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1500m", Decimal("1.5")),
        ("1.5", Decimal("1.5")),
        ("100u", Decimal("0.0001")),
        ("2k", 2000),
        ("1Mi", 1024**2),
        ("1M", 1000**2),
        ("2Gi", 2 * 1024**3),
        ("1Ei", 1024**6),
    ],
)
def test_quantities_are_numbers(text: str, value: Decimal) -> None:
    assert amount(text) == value


@pytest.mark.parametrize("text", ["", "much", "1X", "-1", "1 Gi"])
def test_other_texts_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity"):
        amount(text)


@pytest.mark.parametrize(
    ("former", "described", "meanwhile"),
    [
        ({"cpu": "1"}, {"cpu": "500m"}, {"cpu": "1"}),
        ({"cpu": "900m"}, {"cpu": "1"}, {"cpu": "1"}),
        ({"memory": "1Gi", "pods": "9"}, {"memory": "1025Mi", "pods": "10"}, {"memory": "1025Mi", "pods": "10"}),
        ({"gone": "1"}, {"new": "2"}, {"new": "2"}),
    ],
)
def test_there_is_room_for_whichever_asks_for_more(
    development: Environment,
    programs: StandIns,
    former: dict[str, str],
    described: dict[str, str],
    meanwhile: dict[str, str],
) -> None:
    programs.answer("get .* resourcequota all --namespace kgc", Reply(out=json.dumps(quota(**former))))
    change = QuotaChange.between(Cluster.of(development), [{"kind": "Pod"}, quota(**described)])
    assert [each["spec"]["hard"] for each in change.meanwhile] == [meanwhile]
    assert change.narrows == (described != meanwhile)


def test_the_first_quota_is_as_described(development: Environment, programs: StandIns) -> None:
    assert programs
    change = QuotaChange.between(Cluster.of(development), [quota(cpu="1")])
    assert change.meanwhile == [quota(cpu="1")]
    assert not change.narrows


def test_it_waits_until_the_cluster_counts_with_it(development: Environment, programs: StandIns) -> None:
    def counted(cpu: str) -> Reply:
        return Reply(out=json.dumps({**quota(cpu="1"), "status": {"hard": {"cpu": cpu}}}))

    programs.answer("get .* resourcequota", counted("2"), counted("2"), counted("1000m"))
    cluster = Cluster.of(development)
    QuotaChange(described=[quota(cpu="1")], meanwhile=[]).wait(cluster)
    assert len(programs.calls("resourcequota")) == 3
