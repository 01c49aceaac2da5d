"""Pods log in by the token that Kubernetes gives them, bound to exactly one account, namespace and audience."""

from typing import Any

import pytest

from kgc_constructs.settings import Environment, JwtLogin, KubernetesLogin
from kgc_constructs.settings.object_names import ObjectNames
from tests.terraform.vault.documents import address_of, all_of, only, vault_document

KUBERNETES, JWT = "vault_kubernetes_auth_backend_role", "vault_jwt_auth_backend_role"
PEM = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"
LOGINS = {
    KUBERNETES: KubernetesLogin(audience="vault.example.com", token_ttl_seconds=1800),
    JWT: JwtLogin(audience="vault.example.com", token_ttl_seconds=1800, public_keys=(f"\n{PEM}\n",)),
}


@pytest.fixture(params=LOGINS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def settings(minimal: Environment, kind: str) -> Environment:
    return minimal.evolve(namespace="payments", app_name="ledger", pod_login=LOGINS[kind])


def bound_to(role: dict[str, Any]) -> tuple[str, str, str]:
    """Account, namespace and audience, from either kind of role."""
    if "bound_subject" in role:
        _, _, namespace, account = role["bound_subject"].split(":")
        (audience,) = role["bound_audiences"]
    else:
        (account,) = role["bound_service_account_names"]
        (namespace,) = role["bound_service_account_namespaces"]
        audience = role["audience"]
    return account, namespace, audience


def role_named(settings: Environment, kind: str, name: str) -> dict[str, Any]:
    (role,) = [role for role in all_of(vault_document(settings), kind) if role["role_name"] == name]
    return role


def test_the_sidecar_reads(settings: Environment, kind: str) -> None:
    role = role_named(settings, kind, "ledger-development")
    assert bound_to(role) == (ObjectNames.of(settings).service_account, "payments", "vault.example.com")
    assert role["token_policies"] == ["ledger-development-read"]


def test_the_rotation_job_rotates(settings: Environment, kind: str) -> None:
    role = role_named(settings, kind, "ledger-development-rotation")
    assert bound_to(role) == (ObjectNames.of(settings).rotation, "payments", "vault.example.com")
    assert role["token_policies"] == ["ledger-development-rotate"]
    assert role["token_max_ttl"] <= 600


def test_without_rotation_nobody_may_rotate(settings: Environment, kind: str) -> None:
    roles = all_of(vault_document(settings.evolve(vault={"rotation": None})), kind)
    assert [role["role_name"] for role in roles] == ["ledger-development"]


def test_a_token_carries_its_policy_alone_and_is_renewed(settings: Environment, kind: str) -> None:
    for role in all_of(vault_document(settings), kind):
        assert role["token_no_default_policy"] is True
        assert role["token_type"] == "service"  # noqa: S105  # a kind of token
    role = role_named(settings, kind, "ledger-development")
    assert role["token_ttl"] == 1800


def test_a_token_outlives_the_database_login_that_it_made(settings: Environment, kind: str) -> None:
    settings = settings.evolve(database={"credential_max_ttl_seconds": 7200})
    assert role_named(settings, kind, "ledger-development")["token_max_ttl"] == 7200


def test_the_test_namespace_is_bound_with_its_suffix(kind: str) -> None:
    settings = Environment(environment="e2e-test", vault={"address": "https://vault:8200"}, pod_login=LOGINS[kind])
    assert bound_to(role_named(settings, kind, "kgc-sidecar-e2e"))[1] == settings.full_namespace
    assert settings.full_namespace != settings.namespace


def test_only_the_chosen_method_exists(settings: Environment, kind: str) -> None:
    document = vault_document(settings)
    other = JWT if kind == KUBERNETES else KUBERNETES
    assert all_of(document, other) == []
    methods = all_of(document, "vault_auth_backend") + all_of(document, "vault_jwt_auth_backend")
    assert [method["type"] for method in methods] == ["kubernetes" if kind == KUBERNETES else "jwt"]


def test_no_reviewers_token_lies_in_the_state(minimal: Environment) -> None:
    config = only(vault_document(minimal), "vault_kubernetes_auth_backend_config")
    assert set(config) - {"//"} == {"backend", "kubernetes_host"}


def test_public_keys_are_trimmed_as_the_server_trims_them(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(pod_login=LOGINS[JWT]))
    backend = only(document, "vault_jwt_auth_backend")
    assert backend["jwt_validation_pubkeys"] == [PEM]
    assert "oidc_discovery_url" not in backend


def test_a_published_set_of_keys_is_found_by_its_issuer(minimal: Environment) -> None:
    login = JwtLogin(issuer="https://oidc.example.com", discovery_url="https://oidc.example.com")
    backend = only(vault_document(minimal.evolve(pod_login=login)), "vault_jwt_auth_backend")
    assert (backend["bound_issuer"], backend["oidc_discovery_url"]) == ("https://oidc.example.com",) * 2
    assert "jwt_validation_pubkeys" not in backend


def test_a_role_belongs_to_its_method(minimal: Environment) -> None:
    document = vault_document(minimal)
    method = address_of(document, "vault_auth_backend")
    assert {role["backend"] for role in all_of(document, KUBERNETES)} == {f"${{{method}.path}}"}
