"""The faults of the original in Vault: each check fails on what the original did and passes on what we render."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kgc_constructs.settings import Environment, Vault
from tests.faults.original_vault import ORIGINAL
from tests.terraform.vault.documents import all_of, names_on_the_server, vault_document
from tests.terraform.vault.policies import rules_of

Document = dict[str, Any]
Check = Callable[[Document], None]


@pytest.fixture(scope="module")
def ours() -> Document:
    """Staging, with every value handed over: the shape that is nearest to the original's."""
    return vault_document(staging())


def staging(**changes: Any) -> Environment:
    values = {"environment": "dev", "name": "staging", "vault": Vault(api_key="given", encryption_key="given")}
    return Environment(**{**values, **changes}).evolve(database={"password": "given"})


def holds_for_ours_alone(check: Check, ours: Document) -> None:
    """Both halves of a proof: the check passes on ours, and would have found the original's fault."""
    check(ours)
    with pytest.raises(AssertionError):
        check(ORIGINAL)


def test_fault_12_nothing_is_written_where_vault_ignores_it(ours: Document) -> None:
    def check(document: Document) -> None:
        assert not all_of(document, "vault_generic_endpoint")
        assert not all_of(document, "vault_generic_secret")
        for database in all_of(document, "vault_database_secret_backend_connection"):
            assert "rotation_period" not in database  # accepted and ignored by every edition but one

    holds_for_ours_alone(check, ours)


def test_fault_12_whoever_rotates_exists(ours: Document) -> None:
    def check(document: Document) -> None:
        periods = [key["auto_rotate_period"] for key in all_of(document, "vault_transit_secret_backend_key")]
        assert periods == [720 * 60 * 60]
        roles = all_of(document, "vault_kubernetes_auth_backend_role")
        assert [role["token_policies"] for role in roles if role["role_name"].endswith("-rotation")] == [
            ["kgc-sidecar-staging-rotate"]
        ]

    holds_for_ours_alone(check, ours)


def test_fault_13_nothing_changes_from_one_plan_to_the_next(ours: Document) -> None:
    def check(document: Document) -> None:
        assert not re.search(r"\b(timestamp|plantimestamp|uuid|bcrypt)\(", json.dumps(document))

    holds_for_ours_alone(check, ours)


def test_fault_14_the_mount_reads_back_as_written_and_its_retention_counts(ours: Document) -> None:
    def check(document: Document) -> None:
        stores = [mount for mount in all_of(document, "vault_mount") if "options" in mount]
        assert [(mount["type"], mount["options"]) for mount in stores] == [("kv", {"version": "2"})]

    holds_for_ours_alone(check, ours)


def test_fault_14_retention_is_set_where_it_counts(ours: Document) -> None:
    def check(document: Document) -> None:
        assert [backend["max_versions"] for backend in all_of(document, "vault_kv_secret_backend_v2")] == [10]

    holds_for_ours_alone(check, ours)


def test_fault_15_no_policy_reaches_other_secrets_or_destroys_any(ours: Document) -> None:
    def check(document: Document) -> None:
        for policy in all_of(document, "vault_policy"):
            for path, capabilities in rules_of(policy["policy"].strip() + "\n").items():
                assert not set("*+") & set(path)
                assert not {"delete", "list", "sudo"} & set(capabilities)
                assert not re.search(r"/(destroy|delete)/", path)

    holds_for_ours_alone(check, ours)


def test_fault_15_no_policy_holds_a_template_of_terraform(ours: Document) -> None:
    def check(document: Document) -> None:
        for policy in all_of(document, "vault_policy"):
            assert not re.search(r"(?<!\$)\$\{", policy["policy"])

    holds_for_ours_alone(check, ours)


@pytest.mark.parametrize("kind", ["vault_kubernetes_auth_backend_role", "vault_jwt_auth_backend_role"])
def test_fault_16_every_policy_is_somebodys(kind: str) -> None:
    login: dict[str, Any] = {"kind": "kubernetes"}
    if kind == "vault_jwt_auth_backend_role":
        login = {"kind": "jwt", "discovery_url": "https://oidc.example.com"}

    def check(document: Document) -> None:
        granted = {policy for role in all_of(document, kind) for policy in role["token_policies"]}
        assert granted == {policy["name"] for policy in all_of(document, "vault_policy")}

    holds_for_ours_alone(check, vault_document(staging(pod_login=login)))


def test_fault_16_the_provider_is_given_no_token(ours: Document) -> None:
    def check(document: Document) -> None:
        assert [set(provider) for provider in document["provider"]["vault"]] == [{"address"}]

    holds_for_ours_alone(check, ours)


def test_fault_17_no_secret_gets_into_the_state(ours: Document) -> None:
    write_only = {"data_json_wo", "password_wo"}

    def uses_of_variables(value: Any, name: str = "") -> set[str]:
        if isinstance(value, dict):
            return {use for key, inner in value.items() for use in uses_of_variables(inner, key)}
        if isinstance(value, list):
            return {use for inner in value for use in uses_of_variables(inner, name)}
        return {name} if isinstance(value, str) and "var." in value else set()

    def check(document: Document) -> None:
        assert uses_of_variables(document["resource"]) == write_only
        assert not all_of(document, "random_password")
        assert {variable.get("ephemeral") for variable in document["variable"].values()} == {True}
        assert {variable.get("default") for variable in document["variable"].values()} == {None}

    holds_for_ours_alone(check, ours)


def test_fault_18_a_full_disk_does_not_stop_vault(ours: Document) -> None:
    def check(document: Document) -> None:
        files = {device["options"]["file_path"] for device in all_of(document, "vault_audit")}
        assert len(files) == 2

    holds_for_ours_alone(check, ours)


def test_fault_18_a_server_that_refuses_devices_by_api_is_asked_for_none() -> None:
    settings = staging().evolve(vault={"audit": None})
    assert all_of(vault_document(settings), "vault_audit") == []


def test_fault_19_the_encryption_key_is_32_bytes(ours: Document) -> None:
    def takes(document: Document, value: str) -> bool:
        rules = document["variable"]["vault_encryption_key"].get("validation", [])
        patterns = [re.findall(r'regex\("([^"]+)"', rule["condition"])[0] for rule in rules]
        return all(re.search(pattern, value) for pattern in patterns)

    def check(document: Document) -> None:
        assert takes(document, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        assert not takes(document, "0123456789abcdef" * 4)  # 64 printable characters

    holds_for_ours_alone(check, ours)


def test_fault_19_the_databases_address_and_password_agree(ours: Document) -> None:
    def check(document: Document) -> None:
        (secret,) = [each for each in all_of(document, "vault_kv_secret_v2") if each["name"] == "database-credentials"]
        expression = secret.get("data_json_wo") or secret["data_json"]
        sources = set(re.findall(r"(?:var|random_password)\.[\w.]+", expression))
        assert len(sources) == 1  # the address is made of the password

    holds_for_ours_alone(check, ours)


def test_fault_20_staging_and_production_fit_on_one_server() -> None:
    def check(render: Callable[[str], Document]) -> None:
        one, other = (names_on_the_server(render(name)) for name in ("staging", "production"))
        assert one
        assert one.isdisjoint(other)

    check(lambda name: vault_document(staging(name=name)))
    with pytest.raises(AssertionError):
        check(lambda _: ORIGINAL)  # it names its mount the same in every environment
