"""The whole stack: provider, protection, names and outputs."""

import json

import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.policy_text import for_terraform, read_policy_text, rotate_policy_text
from tests.terraform.vault.documents import all_of, names_on_the_server, only, vault_document

STATEFUL = ("vault_kv_secret_v2", "vault_mount", "vault_transit_secret_backend_key")


def test_the_provider_knows_where_vault_is_and_no_token(app_environment: Environment) -> None:
    (provider,) = vault_document(app_environment)["provider"]["vault"]
    assert provider == {"address": app_environment.vault.address}


def test_terraform_and_provider_must_know_write_only_arguments(minimal: Environment) -> None:
    terraform = vault_document(minimal)["terraform"]
    assert terraform["required_providers"] == {"vault": {"source": "hashicorp/vault", "version": "~> 5.6"}}


def given(settings: Environment) -> Environment:
    return settings.evolve(vault={"api_key": "given"})


@pytest.mark.parametrize("kind", STATEFUL)
def test_what_holds_data_is_protected_exactly_where_it_matters(kind: str, app_environment: Environment) -> None:
    resources = all_of(vault_document(given(app_environment)), kind)
    assert resources
    expected = {"prevent_destroy": True} if app_environment.environment in ("staging", "production") else None
    assert [resource.get("lifecycle") for resource in resources] == [expected] * len(resources)


def test_a_key_may_be_deleted_exactly_where_a_destroy_must_succeed(app_environment: Environment) -> None:
    key = only(vault_document(app_environment), "vault_transit_secret_backend_key")
    assert key["deletion_allowed"] is (app_environment.environment in ("dev", "e2e-test"))


def test_policies_are_the_written_ones(app_environment: Environment) -> None:
    policies = {policy["name"]: policy["policy"] for policy in all_of(vault_document(app_environment), "vault_policy")}
    names = VaultNames.of(app_environment)
    assert policies[names.read_policy] == for_terraform(read_policy_text(app_environment))
    assert policies[names.rotate_policy] == for_terraform(rotate_policy_text(app_environment))


def test_outputs_have_stable_names_and_come_from_the_resources(minimal: Environment) -> None:
    outputs = vault_document(minimal)["output"]
    assert {name: output["value"].partition(".")[0] for name, output in outputs.items()} == {
        "vault_kgc_mount_path": "${vault_mount",
        "vault_kgc_policy_name": "${vault_policy",
        "vault_kgc_rotation_policy_name": "${vault_policy",
    }


def test_no_output_is_a_secret(app_environment: Environment) -> None:
    assert "var." not in json.dumps(vault_document(given(app_environment))["output"])


def test_all_environments_fit_on_one_server(app_environment: Environment) -> None:
    one, other = (vault_document(app_environment.evolve(name=name)) for name in ("blue", "green"))
    assert names_on_the_server(one)
    assert not names_on_the_server(one) & names_on_the_server(other)


def test_resource_addresses_are_the_same_in_every_environment(app_environment: Environment) -> None:
    common = ("vault_mount", "vault_policy", "vault_transit_secret_backend_key")
    reference = vault_document(Environment(environment="dev"))
    document = vault_document(app_environment)
    for kind in common:
        assert set(reference["resource"][kind]) <= set(document["resource"][kind])
