"""Pipelines log in by AppRole: a wrapped secret id, used once, from known networks, for a short time."""

import pytest
from cdktf import App, TerraformStack

from kgc_constructs.settings import Environment, PipelineLoginSettings, SettingsError
from kgc_constructs.terraform.vault import PipelineLogin
from tests.terraform.vault.documents import all_of, only, vault_document

ROLE = "vault_approle_auth_backend_role"
LOGIN = PipelineLoginSettings(
    bound_cidrs=("10.1.0.0/16", "10.2.0.0/16"), secret_id_ttl_seconds=90, token_ttl_seconds=120
)


@pytest.fixture
def settings(minimal: Environment) -> Environment:
    return minimal.evolve(pipeline_login=LOGIN)


def test_a_secret_id_is_used_once_and_soon(settings: Environment) -> None:
    role = only(vault_document(settings), ROLE)
    assert (role["bind_secret_id"], role["secret_id_num_uses"], role["secret_id_ttl"]) == (True, 1, 90)


def test_secret_ids_and_tokens_work_from_the_pipelines_networks_alone(settings: Environment) -> None:
    role = only(vault_document(settings), ROLE)
    assert role["secret_id_bound_cidrs"] == role["token_bound_cidrs"] == list(LOGIN.bound_cidrs)


def test_a_token_ends_when_it_says_and_carries_the_rotate_policy_alone(settings: Environment) -> None:
    role = only(vault_document(settings), ROLE)
    assert role["token_ttl"] == role["token_max_ttl"] == 120
    assert role["token_policies"] == ["kgc-sidecar-development-rotate"]
    assert role["token_no_default_policy"] is True


def test_terraform_issues_no_secret_id(settings: Environment) -> None:
    assert all_of(vault_document(settings), "vault_approle_auth_backend_role_secret_id") == []


def test_whatever_starts_pipelines_is_given_wrapped_secret_ids_only(settings: Environment) -> None:
    policies = {policy["name"]: policy["policy"] for policy in all_of(vault_document(settings), "vault_policy")}
    assert 'max_wrapping_ttl = "90s"' in policies["kgc-sidecar-development-issue-secret-id"]


def test_without_pipelines_there_is_no_approle(minimal: Environment) -> None:
    document = vault_document(minimal)
    assert all_of(document, ROLE) == []
    assert "approle" not in {method["type"] for method in all_of(document, "vault_auth_backend")}
    assert len(all_of(document, "vault_policy")) == 2


def test_alone_it_says_which_section_it_needs(minimal: Environment) -> None:
    with pytest.raises(SettingsError, match="pipeline_login"):
        PipelineLogin(TerraformStack(App(), "other"), "Alone", settings=minimal)
