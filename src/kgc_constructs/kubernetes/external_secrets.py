"""Secrets by the External Secrets Operator: it keeps two Secrets up to date.

It restarts nothing, so the sidecar's own container looks at the files and starts again when one changes.
Fields: https://external-secrets.io/latest/api/spec/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.custom_resource import custom_resource
from kgc_constructs.kubernetes.env_lines import database_url, variable
from kgc_constructs.kubernetes.mounted_secrets import mounted_secrets
from kgc_constructs.kubernetes.pod_secrets import DATABASE_FILE, SIDECAR_FILE, PodSecrets
from kgc_constructs.settings import Environment
from kgc_constructs.settings import ExternalSecrets as Choice
from kgc_constructs.settings.object_names import ObjectNames, labels_of
from kgc_constructs.settings.vault_names import (
    API_CREDENTIALS,
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    VaultNames,
)

__all__ = [
    "DatabaseLoginGenerator",
    "DatabaseSecret",
    "ExternalSecrets",
    "SecretStore",
    "SidecarSecret",
    "external_secrets",
]

_GENERATORS = "generators.external-secrets.io/v1alpha1"
_TOKEN_SECONDS = 600  # the shortest life that the API server gives a token


def external_secrets(settings: Environment) -> PodSecrets:
    """What the pod needs to start from the operator's Secrets."""
    files = {SIDECAR_FILE: ObjectNames.of(settings).secret, DATABASE_FILE: _database_name(settings)}
    vault = VaultNames.of(settings)
    login = vault.database_creds if settings.database.credentials == "dynamic" else vault.secret(DATABASE_CREDENTIALS)
    definition = [vault.kv_mount, _sidecar_lines(), login, database_url(settings, ".{}", "replace")]
    return mounted_secrets(files, definition, watched=tuple(files))


class ExternalSecrets(Construct):
    """Everything the operator needs to know.

    Attributes:
        store: Where Vault is and how to log in.
        sidecar: API key and encryption key.
        generator: Makes short-lived database logins, when `database.credentials` says so.
        database: The database login.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        dynamic = settings.database.credentials == "dynamic"
        self.store = SecretStore(self, "Store", settings=settings)
        self.sidecar = SidecarSecret(self, "Sidecar", settings=settings)
        self.generator = DatabaseLoginGenerator(self, "Generator", settings=settings) if dynamic else None
        self.database = DatabaseSecret(self, "Database", settings=settings)


class SecretStore(Construct):
    """Vault's KV mount, read as the sidecar's own service account."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        vault = {**_vault(settings), "path": VaultNames.of(settings).kv_mount, "version": "v2"}
        self.api_object = _object(
            self, settings, "SecretStore", ObjectNames.of(settings).secret, {"provider": {"vault": vault}}
        )


class SidecarSecret(Construct):
    """The two keys as one file."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        name = ObjectNames.of(settings).secret
        keys = {"api_key": API_CREDENTIALS, "encryption_key": ENCRYPTION_CREDENTIALS}
        spec = {
            **_from_store(settings, keys),
            "target": _target(settings, name, SIDECAR_FILE, _sidecar_lines()),
        }
        self.api_object = _object(self, settings, "ExternalSecret", name, spec)


class DatabaseSecret(Construct):
    """The database login as a file.

    A generated login is not renewed, so a new one is made when the former has half of its life left, which is the time
    for the pods to start again with it.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        name = _database_name(settings)
        if settings.database.credentials == "dynamic":
            life = min(settings.database.credential_ttl_seconds, settings.pod_login.token_ttl_seconds)
            generator = {"apiVersion": _GENERATORS, "kind": "VaultDynamicSecret", "name": name}
            source: dict[str, Any] = {
                "refreshInterval": f"{life // 2}s",
                "dataFrom": [{"sourceRef": {"generatorRef": generator}}],
            }
        else:
            source = _from_store(settings, {"username": DATABASE_CREDENTIALS, "password": DATABASE_CREDENTIALS})
        target = _target(settings, name, DATABASE_FILE, database_url(settings, ".{}", "replace"))
        self.api_object = _object(self, settings, "ExternalSecret", name, {**source, "target": target})


class DatabaseLoginGenerator(Construct):
    """Has Vault make a short-lived database login."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = custom_resource(
            self,
            settings,
            api_version=_GENERATORS,
            kind="VaultDynamicSecret",
            name=_database_name(settings),
            spec={"path": VaultNames.of(settings).database_creds, "method": "GET", "provider": _vault(settings)},
        )


def _vault(settings: Environment) -> dict[str, Any]:
    names, vault, login = ObjectNames.of(settings), VaultNames.of(settings), settings.pod_login
    auth: dict[str, Any]
    if login.kind == "kubernetes":
        account = {"name": names.service_account, "audiences": [login.audience]}
        auth = {"kubernetes": {"mountPath": vault.auth_mount, "role": vault.auth_role, "serviceAccountRef": account}}
    else:
        token = {
            "serviceAccountRef": {"name": names.service_account},
            "audiences": [login.audience],  # named here, because otherwise the operator adds `vault` to any others
            "expirationSeconds": _TOKEN_SECONDS,
        }
        auth = {"jwt": {"path": vault.auth_mount, "role": vault.auth_role, "kubernetesServiceAccountToken": token}}
    namespace = {"namespace": settings.vault.namespace} if settings.vault.namespace else {}
    return {"server": settings.vault.address, "auth": auth, **namespace}


def _from_store(settings: Environment, keys: Mapping[str, str]) -> dict[str, Any]:
    """Each key of `keys` from the KV secret that it is mapped to."""
    operator = chosen(settings.secret_delivery, Choice, "secret_delivery")
    return {
        "refreshInterval": f"{operator.refresh_seconds}s",
        "secretStoreRef": {"kind": "SecretStore", "name": ObjectNames.of(settings).secret},
        "data": [{"secretKey": key, "remoteRef": {"key": secret, "property": key}} for key, secret in keys.items()],
    }


def _target(settings: Environment, name: str, file: str, lines: str) -> dict[str, Any]:
    """A Secret that holds the file and nothing else."""
    template = {"engineVersion": "v2", "mergePolicy": "Replace", "type": "Opaque"}
    return {
        "name": name,
        "creationPolicy": "Owner",
        "deletionPolicy": "Retain",  # an outage of Vault must not take the Secret away
        "template": {**template, "metadata": {"labels": labels_of(settings)}, "data": {file: lines}},
    }


def _sidecar_lines() -> str:
    return variable("API_KEY", ".api_key", "replace") + variable("ENCRYPTION_KEY", ".encryption_key", "replace")


def _database_name(settings: Environment) -> str:
    return ObjectNames.of(settings).secret_of(DATABASE_CREDENTIALS)


def _object(scope: Construct, settings: Environment, kind: str, name: str, spec: Mapping[str, Any]) -> ApiObject:
    return custom_resource(scope, settings, api_version="external-secrets.io/v1", kind=kind, name=name, spec=spec)
