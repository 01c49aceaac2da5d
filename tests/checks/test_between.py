"""Between environments: what counts as weaker or shared, what does not, and what is said on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import Facts, Rendered, check_between, facts_from, judge_between
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Silence

Documents = dict[str, Any]


def facts(stage: str, *objects: Documents, silences: tuple[Silence, ...] = (), **stacks: Documents) -> Facts:
    return facts_from(Rendered(objects, stacks), environment=stage, stage=stage, silences=silences)


def found(*environments: Facts) -> set[tuple[str, str]]:
    """Where each rule is broken."""
    return {(each.rule.id, each.field.partition(":")[0]) for each in judge_between(environments).findings}


def deployment(replicas: int, **container: Any) -> Documents:
    pod = {"spec": {"containers": [{"name": "api", **container}]}}
    return {"kind": "Deployment", "metadata": {"name": "api"}, "spec": {"replicas": replicas, "template": pod}}


def mount(path: str, address: str) -> Documents:
    return {"provider": {"vault": {"address": address}}, "resource": {"vault_mount": {"kv": {"path": path}}}}


def test_only_production_needs_as_many_pods_as_staging() -> None:
    many, few = deployment(5), deployment(2)
    assert found(facts("staging", many), facts("production", few)) == {("weaker-availability", "production")}
    for lower in ("dev", "e2e-test"):
        assert found(facts(lower, many), facts("staging", few), facts("production", few)) == set()


def test_the_strongest_of_several_counts_whatever_their_order() -> None:
    environments = [
        facts("production", deployment(3)),
        facts("staging", deployment(4)),
        facts("staging", deployment(1)),
    ]
    for order in (environments, environments[::-1]):
        assert found(*order) == {("weaker-availability", "production")}


def test_hardening_never_falls_on_the_way_up_and_is_said_once() -> None:
    hard, soft = (deployment(1, securityContext={"readOnlyRootFilesystem": each}) for each in (True, False))
    assert found(facts("dev", hard), facts("staging", soft)) == {("weaker-hardening", "staging")}
    both = [facts("dev", hard), facts("e2e-test", hard), facts("staging", soft)]
    assert len(judge_between(both).findings) == 1
    assert found(facts("dev", soft), facts("staging", hard), facts("production", hard)) == set()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://vault.example.com:8200", "https://vault.example.com:8200", True),
        ("https://vault.example.com:8200", "https://vault.example.org:8200", False),
        ("http://vault.vault.svc:8200", "https://vault.vault.svc:8200", True),
        ("http://vault.vault.svc:8200", "https://vault.example.com", False),
    ],
)
def test_a_path_is_shared_on_one_vault(one: str, other: str, same: bool) -> None:
    environments = facts("dev", vault=mount("kgc", one)), facts("staging", vault=mount("kgc", other))
    assert found(*environments) == ({("shared-vault-path", "staging")} if same else set())
    assert found(environments[0], facts("staging", vault=mount("kgc-staging", one))) == set()


def test_a_namespace_is_shared_only_on_a_cluster_that_is_known() -> None:
    def on(issuer: str) -> Documents:
        return {"resource": {"vault_jwt_auth_backend": {"pods": {"path": issuer, "oidc_discovery_url": issuer}}}}

    api = {"kind": "Deployment", "metadata": {"name": "api", "namespace": "kgc"}}
    assert found(facts("dev", api), facts("staging", api)) == set()
    one, other = on("https://one.example.com"), on("https://other.example.com")
    assert found(facts("dev", api, a=one), facts("staging", api, a=other)) == set()
    assert ("shared-namespace", "staging") in found(facts("dev", api, a=one), facts("staging", api, a=one))


def test_a_silence_holds_for_its_environment_and_one_that_silences_nothing_is_told() -> None:
    silence = Silence(rule="weaker-availability", object="Deployment/api", reason="it is moved away next week")
    production = facts("production", deployment(1), silences=(silence,))
    verdict = judge_between([facts("staging", deployment(2)), production])
    assert verdict.findings == ()
    assert [each.rule.id for each in verdict.silenced] == ["weaker-availability"]
    assert found(facts("staging", deployment(1)), production) == {("silence-unused", "production")}
    assert found(production) == set()


def test_errors_stop_and_warnings_are_handed_out() -> None:
    with pytest.raises(CheckError, match="weaker-availability"):
        check_between([facts("staging", deployment(2)), facts("production", deployment(1))])
    more, less = (deployment(1, resources={"limits": {"memory": each}}) for each in ("2Gi", "1Gi"))
    (warning,) = check_between([facts("staging", more), facts("production", less)])
    assert warning.rule.id == "weaker-resources"


def test_an_alert_of_staging_is_one_of_production() -> None:
    def alerts(*names: str) -> Documents:
        rules = [{"alert": name, "expr": "up == 0"} for name in names] + [{"record": "a", "expr": "up"}]
        spec = {"groups": [{"name": "api", "rules": rules}]}
        return {"kind": "PrometheusRule", "metadata": {"name": "api"}, "spec": spec}

    assert found(facts("staging", alerts("Down", "Slow")), facts("production", alerts("Down"))) == {
        ("weaker-alarms", "production")
    }
    assert found(facts("staging", alerts("Down")), facts("production", alerts("Slow", "Down"))) == set()


@pytest.mark.parametrize(
    "pattern", ["{", "[" * 100_000, "[]", "null", '"text"'], ids=["cut off", "deep", "a list", "null", "a text"]
)
def test_an_event_pattern_that_is_none_is_read_as_nothing(pattern: str) -> None:
    rule = {"resource": {"aws_cloudwatch_event_rule": {"r": {"event_pattern": pattern, "state": "ENABLED"}}}}
    assert found(facts("staging", certificate=rule), facts("production", certificate=rule)) == set()
