"""What the pods say to the Vault Agent injector."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.kubernetes.secret_delivery import SecretDelivery, pod_secrets
from kgc_constructs.settings import Database, Environment, JwtLogin, KubernetesLogin, Vault, VaultAgent
from tests.kubernetes.alone import objects_of

PREFIX = "vault.hashicorp.com/"
JWT = JwtLogin(discovery_url="https://oidc.example.com")


def notes(**values: Any) -> dict[str, str]:
    found = pod_secrets(Environment(environment="dev", **values)).annotations
    assert all(name.startswith(PREFIX) for name in found)
    return {name.removeprefix(PREFIX): value for name, value in found.items()}


def test_an_agent_is_asked_for_and_logs_in_as_the_environments_role() -> None:
    found = notes(vault=Vault(address="http://vault.vault.svc:8200"))
    assert found["agent-inject"] == "true"
    assert found["service"] == "http://vault.vault.svc:8200"
    assert found["role"] == "kgc-sidecar-development"
    assert found["auth-path"] == "auth/kubernetes-development"
    assert found["auth-type"] == "kubernetes"
    assert "namespace" not in found


def test_a_vault_outside_the_cluster_gets_the_token_itself_which_stays_where_it_is() -> None:
    found = notes(pod_login=JWT)
    assert found["auth-type"] == "jwt"
    assert found["auth-path"] == "auth/jwt-development"
    assert found["auth-config-path"] == "/var/run/secrets/vault.hashicorp.com/serviceaccount/token"
    assert found["auth-config-remove-jwt-after-reading"] == "false"


def test_a_vault_with_namespaces_is_told_which() -> None:
    assert notes(vault=Vault(namespace="team-a"))["namespace"] == "team-a"


@pytest.mark.parametrize("login", [KubernetesLogin(), JWT])
def test_the_agent_is_told_where_its_token_is(login: KubernetesLogin | JwtLogin) -> None:
    assert notes(pod_login=login)["agent-service-account-token-volume-name"] == "vault-token"


def test_one_agent_lives_as_long_as_the_pod_so_that_its_logins_are_renewed() -> None:
    found = notes()
    assert found["agent-pre-populate"] == "false"
    assert found["agent-revoke-on-shutdown"] == "false"
    assert found["agent-inject-token"] == "true"
    assert "agent-pre-populate-only" not in found


def test_the_agent_is_as_small_as_the_settings_say() -> None:
    agent = VaultAgent(cpu_request="30m", cpu_limit="200m", memory_request="40Mi", memory_limit="80Mi")
    found = notes(secret_delivery=agent)
    assert found["agent-requests-cpu"] == "30m"
    assert found["agent-limits-cpu"] == "200m"
    assert found["agent-requests-mem"] == "40Mi"
    assert found["agent-limits-mem"] == "80Mi"
    secrets = pod_secrets(Environment(environment="dev", secret_delivery=agent))
    assert (secrets.cpu_request, secrets.cpu_limit) == ("30m", "200m")
    assert (secrets.memory_request, secrets.memory_limit) == ("40Mi", "80Mi")
    assert found["agent-limits-ephemeral"] == secrets.ephemeral_storage_limit
    assert found["agent-requests-ephemeral"] == secrets.ephemeral_storage_request


def test_the_files_are_the_sidecars_users_own_and_nobody_elses() -> None:
    found = notes()
    assert found["agent-run-as-same-user"] == "true"
    for file in ("kgc-sidecar.env", "database.env"):
        assert found[f"agent-inject-perms-{file}"] == "0400"
        assert found[f"error-on-missing-key-{file}"] == "true"


def test_the_database_login_is_short_lived_or_from_kv() -> None:
    database = Database(url="postgresql://postgres.data.svc:6432/kgc?sslmode=require")
    dynamic = notes(database=database)
    assert dynamic["agent-inject-secret-database.env"] == "database-development/creds/kgc-sidecar"
    template = dynamic["agent-inject-template-database.env"]
    assert template.startswith('{{ with secret "database-development/creds/kgc-sidecar" }}DATABASE_URL=\'postgresql://')
    assert "@postgres.data.svc:6432/kgc?sslmode=require'\n" in template
    static = notes(database=database.evolve(credentials="static"))
    assert static["agent-inject-secret-database.env"] == "kgc-development/data/database-credentials"
    assert ".Data.data.password" in static["agent-inject-template-database.env"]


def test_the_keys_come_from_the_environments_own_mount() -> None:
    template = notes(name="blue")["agent-inject-template-kgc-sidecar.env"]
    assert '"kgc-blue/data/api-credentials"' in template
    assert '"kgc-blue/data/encryption-credentials"' in template


def test_the_sidecar_reads_vault_itself_with_the_agents_token() -> None:
    vault = Vault(address="http://vault:8200", namespace="team-a", cache_ttl_ms=1, quorum_shares=7, quorum_threshold=4)
    secrets = pod_secrets(Environment(environment="dev", vault=vault))
    assert secrets.environment == {
        "VAULT_ENABLED": "true",
        "VAULT_ADDR": "http://vault:8200",
        "VAULT_NAMESPACE": "team-a",
        "VAULT_MOUNT_PATH": "kgc-development",
        "VAULT_CACHE_TTL": "1",
        "VAULT_ENABLE_QUORUM": "true",
        "VAULT_QUORUM_SHARES": "7",
        "VAULT_QUORUM_THRESHOLD": "4",
    }
    assert "VAULT_TOKEN=$(cat /vault/secrets/token)" in secrets.command_prefix[2]


def test_what_ends_with_a_login_restarts_the_program_and_nothing_else_does() -> None:
    script = pod_secrets(Environment(environment="dev")).command_prefix[2]
    assert "cat /vault/secrets/token /vault/secrets/database.env | cksum" in script


def test_a_changed_definition_is_seen() -> None:
    one, other = (pod_secrets(Environment(environment="dev", vault=Vault(mount_path=path))) for path in ("kgc", "kgd"))
    assert one.definition != other.definition


def test_the_pods_say_everything_so_there_are_no_objects() -> None:
    assert objects_of(SecretDelivery, Environment(environment="dev")) == []
    assert pod_secrets(Environment(environment="dev")).injects_container
