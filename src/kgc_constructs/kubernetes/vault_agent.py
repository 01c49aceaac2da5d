"""Secrets by the Vault Agent injector: annotations from which it adds an agent to each pod.

Annotation names are those of vault-k8s (`agent-inject/agent/annotations.go`).
"""

from __future__ import annotations

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.env_lines import database_url, variable
from kgc_constructs.kubernetes.pod_secrets import (
    DATABASE_FILE,
    SECRETS_FOLDER,
    SIDECAR_FILE,
    TOKEN_FILE,
    VAULT_TOKEN_FILE,
    VAULT_TOKEN_FOLDER,
    VAULT_TOKEN_VOLUME,
    PodSecrets,
)
from kgc_constructs.kubernetes.start_command import start_command
from kgc_constructs.settings import Environment, VaultAgent
from kgc_constructs.settings.object_names import CONTAINER
from kgc_constructs.settings.vault_names import (
    API_CREDENTIALS,
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    VaultNames,
)

__all__ = ["agent_secrets"]

_PREFIX = "vault.hashicorp.com/"
_SCRATCH = "64Mi"  # the agent writes to memory; this is room for its log


def agent_secrets(settings: Environment) -> PodSecrets:
    """What the pod needs so that the injector's agent logs in and writes the files."""
    agent = chosen(settings.secret_delivery, VaultAgent, "secret_delivery")
    annotations = _annotations(settings, agent)
    return PodSecrets(
        annotations=annotations,
        environment=_environment(settings),
        # The files that end with a login: the token and what it fetched. The keys the sidecar reads from Vault itself.
        command_prefix=start_command((SIDECAR_FILE, DATABASE_FILE), token=True, watched=(TOKEN_FILE, DATABASE_FILE)),
        injects_container=True,
        definition=annotations,
        cpu_request=agent.cpu_request,
        cpu_limit=agent.cpu_limit,
        memory_request=agent.memory_request,
        memory_limit=agent.memory_limit,
        ephemeral_storage_request=_SCRATCH,
        ephemeral_storage_limit=_SCRATCH,
    )


def _annotations(settings: Environment, agent: VaultAgent) -> dict[str, str]:
    names = VaultNames.of(settings)
    annotations = {
        "agent-inject": "true",
        "agent-inject-containers": CONTAINER,
        "service": settings.vault.address,
        "role": names.auth_role,
        "auth-path": f"auth/{names.auth_mount}",
        **_login(settings),
        # Without an ordinary service-account mount the injector must be told where the token is.
        "agent-service-account-token-volume-name": VAULT_TOKEN_VOLUME,
        # An agent in an init container would log in for itself and end: nobody would then renew the token and the
        # database login that the sidecar started with. So one agent lives beside the sidecar, which waits for it.
        "agent-pre-populate": "false",
        "agent-inject-token": "true",
        "agent-run-as-same-user": "true",  # files are readable by their owner only
        "agent-set-security-context": "true",
        "agent-revoke-on-shutdown": "false",  # it would end the logins while the sidecar still drains
        "secret-volume-path": SECRETS_FOLDER,
        "agent-requests-cpu": agent.cpu_request,
        "agent-limits-cpu": agent.cpu_limit,
        "agent-requests-mem": agent.memory_request,
        "agent-limits-mem": agent.memory_limit,
        "agent-requests-ephemeral": _SCRATCH,
        "agent-limits-ephemeral": _SCRATCH,
        **_file(SIDECAR_FILE, names.secret(API_CREDENTIALS), _sidecar_template(names)),
        **_file(DATABASE_FILE, _database_path(settings), _database_template(settings)),
    }
    if settings.vault.namespace:
        annotations["namespace"] = settings.vault.namespace
    return {_PREFIX + name: value for name, value in annotations.items()}


def _login(settings: Environment) -> dict[str, str]:
    """How the agent logs in. The projected token is read-only, so the JWT method must not try to remove it."""
    if settings.pod_login.kind == "kubernetes":
        return {"auth-type": "kubernetes"}
    return {
        "auth-type": "jwt",
        "auth-config-path": f"{VAULT_TOKEN_FOLDER}/{VAULT_TOKEN_FILE}",
        "auth-config-remove-jwt-after-reading": "false",
    }


def _file(name: str, path: str, template: str) -> dict[str, str]:
    return {
        f"agent-inject-secret-{name}": path,
        f"agent-inject-template-{name}": template,
        f"agent-inject-perms-{name}": "0400",
        f"error-on-missing-key-{name}": "true",  # else the file would say `<no value>`
    }


def _sidecar_template(names: VaultNames) -> str:
    api_key = variable("API_KEY", ".Data.data.api_key", "replaceAll")
    encryption_key = variable("ENCRYPTION_KEY", ".Data.data.encryption_key", "replaceAll")
    return _from(names.secret(API_CREDENTIALS), api_key) + _from(names.secret(ENCRYPTION_CREDENTIALS), encryption_key)


def _database_path(settings: Environment) -> str:
    names = VaultNames.of(settings)
    dynamic = settings.database.credentials == "dynamic"
    return names.database_creds if dynamic else names.secret(DATABASE_CREDENTIALS)


def _database_template(settings: Environment) -> str:
    login = ".Data.{}" if settings.database.credentials == "dynamic" else ".Data.data.{}"
    return _from(_database_path(settings), database_url(settings, login, "replaceAll"))


def _from(path: str, lines: str) -> str:
    return f'{{{{ with secret "{path}" }}}}{lines}{{{{ end }}}}'


def _environment(settings: Environment) -> dict[str, str]:
    vault = settings.vault
    environment = {
        "VAULT_ENABLED": "true",
        "VAULT_ADDR": vault.address,
        "VAULT_MOUNT_PATH": VaultNames.of(settings).kv_mount,
        "VAULT_CACHE_TTL": str(vault.cache_ttl_ms),
        "VAULT_ENABLE_QUORUM": str(vault.enable_quorum).lower(),
        "VAULT_QUORUM_SHARES": str(vault.quorum_shares),
        "VAULT_QUORUM_THRESHOLD": str(vault.quorum_threshold),
    }
    if vault.namespace:
        environment["VAULT_NAMESPACE"] = vault.namespace
    return environment
