"""The matrices of all four environments, as data, are the reviewed ones; what they hold is looked at one by one."""

from __future__ import annotations

import json

import pytest

from kgc_constructs.matrix.data import as_data, as_json
from kgc_constructs.testing import assert_matches_golden
from tests.golden.test_golden import GOLDEN, UPDATE
from tests.matrix.reviewed import FOUR, facts_of_env

READ = {"read"}
DNS = "pods of namespace kube-system with k8s-app=kube-dns"


@pytest.mark.parametrize("name", FOUR)
def test_they_are_the_reviewed_ones(name: str) -> None:
    assert_matches_golden(as_data(facts_of_env(name)), GOLDEN / name / "matrix.json", update=UPDATE)


def test_the_text_is_the_data_and_the_same_each_time() -> None:
    facts = facts_of_env("e2e")
    assert json.loads(as_json(facts)) == as_data(facts)
    assert as_json(facts) == as_json(facts)


def flows(name: str) -> dict[tuple[str, str], list[str]]:
    return {(flow.source.name, flow.target.name): list(flow.ports) for flow in facts_of_env(name).flows}


def test_production_talks_as_its_settings_say() -> None:
    sidecar, rotation = "Deployment/kgc-sidecar", "CronJob/kgc-sidecar-rotation"
    assert flows("production") == {
        ("Internet", "Ingress/kgc-sidecar"): ["HTTP 80", "HTTPS 443"],
        ("Ingress/kgc-sidecar", sidecar): ["TCP 3000"],
        ("pods of namespace monitoring", sidecar): ["TCP 8080"],
        (sidecar, DNS): ["TCP+UDP 53"],
        (sidecar, "vault.example.com"): ["TCP 8200"],
        (sidecar, "jaeger-collector.tracing.svc"): ["TCP 14268"],
        (sidecar, "kgc.production-db.example.com"): ["TCP 5432"],
        (rotation, DNS): ["TCP+UDP 53"],
        (rotation, "vault.example.com"): ["TCP 8200"],
    }


@pytest.mark.parametrize("name", FOUR)
def test_pods_read_their_secrets_and_only_rotation_writes_them(name: str) -> None:
    may: dict[str, set[str]] = {}
    for access in facts_of_env(name).accesses:
        if access.secret.what == "key-value" and not access.operation:
            may.setdefault(access.reader.name, set()).update(access.capabilities)
    assert may.pop("Deployment/kgc-sidecar") == READ
    assert may.pop("CronJob/kgc-sidecar-rotation") == {"create", "read", "update"}
    assert set(may) <= {f"AppRole/kgc-sidecar-{name}-pipeline"}


def test_the_original_lets_nobody_in_by_its_door_and_binds_its_policies_to_nobody() -> None:
    facts = facts_of_env("original")
    assert [flow.target.name for flow in facts.flows if flow.source.kind == "entry"] == []
    assert ("pods of namespace kgc-sidecar-1a2b3c4d with app=test-client", "Deployment/kgc-sidecar") in flows(
        "original"
    )
    assert {(access.reader.kind, access.reader.name) for access in facts.accesses} == {
        ("policy", "kgc-read"),
        ("policy", "kgc-rotate"),
    }
    destroying = {access.reader.name for access in facts.accesses if access.operation == "destroy"}
    assert destroying == {"kgc-rotate"}
