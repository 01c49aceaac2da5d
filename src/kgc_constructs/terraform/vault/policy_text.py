"""The texts of Vault policies: exact paths, and nothing else, because Vault denies what no policy names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import DATABASE_CREDENTIALS, RANDOM_KEY, SECRETS, VaultNames

__all__ = ["for_terraform", "issuer_policy_text", "read_policy_text", "rotate_policy_text"]

Rules = Mapping[str, Sequence[str]]

_LOOK_AT_OWN_TOKEN: Rules = {"auth/token/lookup-self": ["read"], "auth/token/revoke-self": ["update"]}
_KEEP_OWN_TOKEN: Rules = {**_LOOK_AT_OWN_TOKEN, "auth/token/renew-self": ["update"]}
"""What the `default` policy would grant, had the logins not switched it off for all the rest that it grants."""


def read_policy_text(settings: Environment) -> str:
    """What a pod may: read its secrets, make and keep a database login, keep its own token."""
    names = VaultNames.of(settings)
    rules = {**{names.secret(secret): ["read"] for secret in _read_secrets(settings)}, **_KEEP_OWN_TOKEN}
    if settings.database.credentials == "dynamic":
        rules[names.database_creds] = ["read"]
        rules["sys/leases/renew"] = ["update"]  # a lease's id is as good as the lease: it has to be known to be renewed
    return _policy(rules)


def _read_secrets(settings: Environment) -> tuple[str, ...]:
    """All three, because the sidecar reads them itself; an operator needs no stored login beside a short-lived one."""
    if settings.secret_delivery.kind == "vault-agent" or settings.database.credentials == "static":
        return SECRETS
    return tuple(secret for secret in SECRETS if secret != DATABASE_CREDENTIALS)


def rotate_policy_text(settings: Environment) -> str:
    """What seeding and rotation may: write new versions, never destroy one, and have Vault make the values."""
    names = VaultNames.of(settings)
    return _policy(
        {
            **{names.secret(secret): ["create", "read", "update"] for secret in SECRETS},
            **{names.secret_metadata(secret): ["read"] for secret in SECRETS},
            names.transit_key_path: ["read"],
            f"{names.transit_key_path}/rotate": ["update"],
            names.database_rotate_root: ["update"],
            names.generate_password: ["read"],
            RANDOM_KEY: ["update"],
            **_LOOK_AT_OWN_TOKEN,
        }
    )


def issuer_policy_text(settings: Environment) -> str:
    """What hands a pipeline its login: a secret id, which Vault gives out wrapped or not at all.

    `max_wrapping_ttl` alone makes wrapping a condition
    (https://developer.hashicorp.com/vault/docs/concepts/policies#required-response-wrapping-ttls).
    """
    names = VaultNames.of(settings)
    seconds = settings.pipeline_login.secret_id_ttl_seconds if settings.pipeline_login else 0
    wrapped = {"min_wrapping_ttl": "1s", "max_wrapping_ttl": f"{seconds}s"}
    return "\n".join(
        [
            _rule(names.pipeline_secret_id, ["update"], wrapped),
            _policy({names.pipeline_role_id: ["read"], **_LOOK_AT_OWN_TOKEN}),
        ]
    )


def for_terraform(text: str) -> str:
    """`text` as Terraform must read it, so that it hands it on unchanged: `${` and `%{` begin a template otherwise."""
    return text.replace("${", "$${").replace("%{", "%%{")


def _policy(rules: Rules) -> str:
    return "\n".join(_rule(path, capabilities) for path, capabilities in sorted(rules.items()))


def _rule(path: str, capabilities: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    quoted = ", ".join(f'"{capability}"' for capability in capabilities)
    lines = [f"  capabilities = [{quoted}]", *(f'  {name} = "{value}"' for name, value in (more or {}).items())]
    return "\n".join([f'path "{path}" {{', *lines, "}", ""])
