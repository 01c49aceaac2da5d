"""The KV mount and the secrets that a person hands over."""

import json
import re
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from tests.terraform.vault.documents import address_of, all_of, only, vault_document

GIVEN = {
    "vault_api_key": {"vault": {"api_key": "given"}},
    "vault_encryption_key": {"vault": {"encryption_key": "given"}},
    "vault_db_password": {"database": {"password": "given"}},
}
ALL_GIVEN: dict[str, Any] = {
    "vault": {"api_key": "given", "encryption_key": "given"},
    "database": {"password": "given"},
}


def test_the_mount_reads_back_as_it_is_written(minimal: Environment) -> None:
    (mount,) = [each for each in all_of(vault_document(minimal), "vault_mount") if each["path"] == "kgc-development"]
    assert mount["type"] == "kv"
    assert mount["options"] == {"version": "2"}


def test_retention_is_set_where_vault_looks_for_it(minimal: Environment) -> None:
    settings = minimal.evolve(vault={"max_versions": 7, "delete_version_after_seconds": 3600})
    document = vault_document(settings)
    backend = only(document, "vault_kv_secret_backend_v2")
    assert (backend["max_versions"], backend["delete_version_after"]) == (7, 3600)
    assert backend["mount"].startswith("${vault_mount.SecretStore")


def test_generated_values_are_unknown_to_terraform(minimal: Environment) -> None:
    document = vault_document(minimal)
    assert all_of(document, "vault_kv_secret_v2") == []
    assert set(document["variable"]) == {"vault_db_admin_password"}


@pytest.mark.parametrize("name", GIVEN)
def test_a_given_value_has_its_variable_and_no_other_has(name: str, minimal: Environment) -> None:
    document = vault_document(minimal.evolve(**GIVEN[name]))
    assert set(document["variable"]) == {name, "vault_db_admin_password"}
    assert f"var.{name}" in only(document, "vault_kv_secret_v2")["data_json_wo"]


@pytest.mark.parametrize("name", GIVEN)
def test_a_given_value_passes_through_and_is_kept_nowhere(name: str, minimal: Environment) -> None:
    document = vault_document(minimal.evolve(**GIVEN[name]))
    variable = document["variable"][name]
    assert variable["ephemeral"] is True
    assert variable["sensitive"] is True
    assert variable["nullable"] is False
    assert "default" not in variable
    secret = only(document, "vault_kv_secret_v2")
    assert "data_json" not in secret
    secret.pop("data_json_wo")
    assert f"var.{name}" not in json.dumps({**document, "variable": {}})


def test_a_given_value_is_written_again_when_its_version_is_raised(minimal: Environment) -> None:
    settings = minimal.evolve(**ALL_GIVEN).evolve(vault={"given_version": 3})
    versions = {secret["data_json_wo_version"] for secret in all_of(vault_document(settings), "vault_kv_secret_v2")}
    assert versions == {3}


def test_what_the_sidecar_reads_is_what_is_written(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(**ALL_GIVEN))
    keys = {
        secret["name"]: re.findall(r'"(\w+)" = ', secret["data_json_wo"])
        for secret in all_of(document, "vault_kv_secret_v2")
    }
    assert keys == {
        "api-credentials": ["api_key"],
        "database-credentials": ["url", "username", "password"],
        "encryption-credentials": ["encryption_key", "algorithm"],
    }


def test_secrets_come_after_the_configuration_of_their_mount(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(**ALL_GIVEN))
    backend = address_of(document, "vault_kv_secret_backend_v2")
    for secret in all_of(document, "vault_kv_secret_v2"):
        assert secret["mount"] == f"${{{backend}.mount}}"


@pytest.mark.parametrize("changes", [{}, *GIVEN.values()], ids=["nothing", *GIVEN])
def test_every_writer_names_the_version_it_replaces_unless_the_provider_writes(
    changes: dict[str, Any], minimal: Environment
) -> None:
    backend = only(vault_document(minimal.evolve(**changes)), "vault_kv_secret_backend_v2")
    assert backend["cas_required"] is (not changes)
