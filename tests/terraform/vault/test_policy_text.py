"""Policies name exact paths of their own environment, and nothing else."""

from collections.abc import Callable

import pytest

from kgc_constructs.settings import Environment, PipelineLoginSettings
from kgc_constructs.terraform.vault.policy_text import (
    for_terraform,
    issuer_policy_text,
    read_policy_text,
    rotate_policy_text,
)
from tests.terraform.vault.policies import rules_of

BLUE = Environment(environment="dev", name="blue")
OWN_TOKEN = {"auth/token/lookup-self": ["read"], "auth/token/revoke-self": ["update"]}
SECRETS = ("api-credentials", "database-credentials", "encryption-credentials")


def test_a_pod_reads_three_secrets_and_makes_a_database_login() -> None:
    assert rules_of(read_policy_text(BLUE)) == {
        **{f"kgc-blue/data/{secret}": ["read"] for secret in SECRETS},
        "database-blue/creds/kgc-sidecar": ["read"],
        "sys/leases/renew": ["update"],
        "auth/token/renew-self": ["update"],
        **OWN_TOKEN,
    }


def test_a_pod_with_a_static_database_login_can_make_none() -> None:
    rules = rules_of(read_policy_text(BLUE.evolve(database={"credentials": "static"})))
    assert set(rules) == {*(f"kgc-blue/data/{secret}" for secret in SECRETS), "auth/token/renew-self", *OWN_TOKEN}


@pytest.mark.parametrize("operator", ["vault-secrets-operator", "external-secrets"])
def test_an_operator_reads_no_stored_login_beside_a_short_lived_one(operator: str) -> None:
    blue = BLUE.evolve(secret_delivery={"kind": operator})
    assert "kgc-blue/data/database-credentials" not in rules_of(read_policy_text(blue))
    static = blue.evolve(database={"credentials": "static"})
    assert "kgc-blue/data/database-credentials" in rules_of(read_policy_text(static))


def test_rotation_writes_new_versions_and_rotates_what_vault_itself_keeps() -> None:
    assert rules_of(rotate_policy_text(BLUE)) == {
        **{f"kgc-blue/data/{secret}": ["create", "read", "update"] for secret in SECRETS},
        **{f"kgc-blue/metadata/{secret}": ["read"] for secret in SECRETS},
        "transit-blue/keys/kgc-sidecar": ["read"],
        "transit-blue/keys/kgc-sidecar/rotate": ["update"],
        "database-blue/rotate-root/kgc-sidecar": ["update"],
        "sys/policies/password/kgc-sidecar-blue/generate": ["read"],
        "sys/tools/random/32": ["update"],
        **OWN_TOKEN,
    }


def test_secret_ids_are_issued_wrapped_or_not_at_all() -> None:
    settings = BLUE.evolve(pipeline_login=PipelineLoginSettings(bound_cidrs=("10.0.0.0/8",), secret_id_ttl_seconds=120))
    text = issuer_policy_text(settings)
    assert rules_of(text) == {
        "auth/approle-blue/role/kgc-sidecar-blue-pipeline/secret-id": ["update"],
        "auth/approle-blue/role/kgc-sidecar-blue-pipeline/role-id": ["read"],
        **OWN_TOKEN,
    }
    first_rule = text.partition("}")[0]
    assert "/secret-id" in first_rule
    assert 'min_wrapping_ttl = "1s"' in first_rule
    assert 'max_wrapping_ttl = "120s"' in first_rule


@pytest.mark.parametrize("write", [read_policy_text, rotate_policy_text])
def test_no_path_is_a_pattern_and_nothing_can_be_deleted(
    write: Callable[[Environment], str], app_environment: Environment
) -> None:
    rules = rules_of(write(app_environment))
    assert not [path for path in rules if set(path) & set("*+{}$")]
    assert {each for capabilities in rules.values() for each in capabilities} <= {"create", "read", "update"}


@pytest.mark.parametrize("write", [read_policy_text, rotate_policy_text])
def test_two_environments_on_one_server_share_nothing_but_the_server(
    write: Callable[[Environment], str],
) -> None:
    shared = set(rules_of(write(BLUE))) & set(rules_of(write(BLUE.evolve(name="green"))))
    assert all(path.startswith(("auth/token/", "sys/leases/", "sys/tools/")) for path in shared)


def test_template_marks_reach_vault_as_they_are() -> None:
    assert for_terraform('path "${x}" # %{ if }') == 'path "$${x}" # %%{ if }'
