"""Terraform that writes secrets down, and resources of Vault that do something else than they say."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, Mutation, several

__all__ = ["MUTATIONS"]

VARIABLE = "variable|vault_db_admin_password"
CONNECTION = "resource|vault_database_secret_backend_connection|Database_Connection_629D4569|postgresql"
MOUNT = "resource|vault_mount|SecretStore_32A55DDA"
PROVIDER = "provider|vault|0"
DEVICES = "resource|vault_audit"


def resource(kind: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """Path and value of a resource beside the rest."""
    return f"resource|{kind}", {"More": arguments}


STATE = [
    *several(
        "terraform-secret-in-state",
        "vault",
        ("the same without _wo", f"{CONNECTION}|password", "${var.vault_db_admin_password}"),
        ("renamed", CONNECTION, lambda old: {**old, "password": old["password_wo"], "password_wo": None}),
        ("data of a secret", *resource("vault_kv_secret_v2", name="api", data_json="${var.api}")),
        ("a password that Terraform makes", *resource("random_password", length=32)),
        ("a key that Terraform makes", *resource("tls_private_key", algorithm="RSA")),
        ("a reviewer's token", *resource("vault_kubernetes_auth_backend_config", token_reviewer_jwt="${var.jwt}")),  # noqa: S106
        ("a secret id", *resource("vault_approle_auth_backend_role_secret_id", secret_id="${var.id}")),  # noqa: S106
        ("a whole secret", *resource("vault_generic_secret", path="kgc/api")),
    ),
    *several("terraform-secret-in-state", "certificate", ("a key of the provider", "provider|aws|0|secret_key", "x")),
]
VARIABLES = [
    *several(
        "terraform-secret-variable",
        "vault",
        ("kept in a plan", f"{VARIABLE}|ephemeral", ABSENT),
        ("kept in a plan, said", f"{VARIABLE}|ephemeral", False),
        ("shown by messages", f"{VARIABLE}|sensitive", False),
        ("shown by messages by default", f"{VARIABLE}|sensitive", ABSENT),
        ("with its value", f"{VARIABLE}|default", "correct-horse"),
        ("with an empty value", f"{VARIABLE}|default", ""),
        ("one more", "variable|token", {"type": "string"}),
    ),
]
WRITE_ONLY = [
    *several(
        "terraform-write-only",
        "vault",
        ("the value itself", f"{CONNECTION}|password_wo", "correct-horse"),
        ("a variable that is kept", f"{CONNECTION}|password_wo", "${var.other}"),
        ("no longer ephemeral", f"{VARIABLE}|ephemeral", ABSENT),
        ("a reference to what is kept", f"{CONNECTION}|password_wo", "${random_password.db.result}"),
        ("an ephemeral value in an output", "output|x|value", "${var.vault_db_admin_password}"),
        ("an ephemeral value in a description", f"{MOUNT}|description", "of ${var.vault_db_admin_password}"),
    ),
]
LOGIN = [
    *several(
        "vault-provider-login",
        "vault",
        ("a token", f"{PROVIDER}|token", "${var.vault_token}"),
        ("an empty variable's token", f"{PROVIDER}|token", '${env("VAULT_TOKEN")}'),
        ("any certificate", f"{PROVIDER}|skip_tls_verify", True),
        ("any certificate, as text", f"{PROVIDER}|skip_tls_verify", "true"),
        ("a token in a second provider", "provider|vault|+", {"alias": "other", "token": "x"}),
    ),
    *several(
        "vault-provider-login",
        "vault",
        ("no TLS", f"{PROVIDER}|address", "http://vault:8200"),
        ("no TLS in one letter", f"{PROVIDER}|address", lambda address: address.replace("https", "http")),
        among=("staging", "production", "e2e"),
    ),
]
MOUNTS = [
    *several(
        "vault-kv-mount",
        "vault",
        ("kv-v2", f"{MOUNT}|type", "kv-v2"),
        ("generic", f"{MOUNT}|type", "generic"),
        ("no version", f"{MOUNT}|options", ABSENT),
        ("the first version", f"{MOUNT}|options|version", "1"),
        ("retention as an option", f"{MOUNT}|options|max_versions", "10"),
        ("a condition as an option", f"{MOUNT}|options|cas_required", "true"),
    ),
]
ENDPOINT = "vault_generic_endpoint"
IGNORED = [
    *several(
        "vault-write-ignored",
        "vault",
        ("rotation", *resource(ENDPOINT, path="kgc/config", data_json='{"rotation_period": "720h"}')),
        (
            "of our mount",
            *resource(ENDPOINT, path="${vault_mount.SecretStore_32A55DDA.path}/config", data_json='{"x": 1}'),
        ),
        ("beside what is read", *resource(ENDPOINT, path="kgc/config", data_json='{"max_versions": 5, "ttl": 1}')),
        ("as an expression", *resource(ENDPOINT, path="kgc/config", data_json="${jsonencode({rotation = 1})}")),
        ("as a secret", *resource("vault_generic_secret", path="kgc/config", data_json='{"rotation_period": "1h"}')),
    ),
]
FIRST, SECOND = f"{DEVICES}|Audit_Device1_8566211F", f"{DEVICES}|Audit_Device2_FA9766DE"
AUDIT = [
    *several(
        "vault-audit-single",
        "vault",
        ("the first deleted", FIRST, ABSENT),
        ("the second deleted", SECOND, ABSENT),
        ("both in one place", SECOND, lambda old: {**old, "options": {"file_path": "/vault/audit/audit.log"}}),
        ("both to the output", FIRST, lambda old: {**old, "options": {"file_path": "stdout"}}),
        ("one of another kind", DEVICES, {"Socket": {"type": "socket", "options": {"address": "127.0.0.1:9090"}}}),
        among=("staging", "production"),
    ),
]
MUTATIONS: tuple[Mutation, ...] = (
    *STATE, *VARIABLES, *WRITE_ONLY, *LOGIN, *MOUNTS, *IGNORED, *AUDIT,
)  # fmt: skip
