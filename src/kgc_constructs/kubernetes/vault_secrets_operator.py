"""Secrets by the Vault Secrets Operator: it keeps Secrets up to date and restarts the Deployment when one changes.

Fields: https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from cdk8s import ApiObject
from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.custom_resource import custom_resource
from kgc_constructs.kubernetes.env_lines import database_url, variable
from kgc_constructs.kubernetes.mounted_secrets import mounted_secrets
from kgc_constructs.kubernetes.pod_secrets import DATABASE_FILE, PodSecrets
from kgc_constructs.settings import Environment
from kgc_constructs.settings import VaultSecretsOperator as Choice
from kgc_constructs.settings.object_names import ObjectNames, labels_of
from kgc_constructs.settings.vault_names import (
    API_CREDENTIALS,
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    SECRETS,
    VaultNames,
)

__all__ = ["VaultAuth", "VaultConnection", "VaultDynamicSecret", "VaultSecretsOperator", "operator_secrets"]

_TOKEN_SECONDS = 600  # the shortest life that the API server gives a token


def operator_secrets(settings: Environment) -> PodSecrets:
    """What the pod needs to start from the operator's Secrets; the operator itself restarts it when one changes."""
    files = {_file(secret): _name(settings, secret) for secret in SECRETS}
    return mounted_secrets(files, [[_path(settings, secret), _lines(settings, secret)] for secret in SECRETS])


class VaultSecretsOperator(Construct):
    """Everything the operator needs to know.

    Attributes:
        connection: Where Vault is.
        auth: How to log in.
        api_credentials: The API key.
        encryption_credentials: The encryption key.
        database: The database login, short-lived or from KV, as `database.credentials` says.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.connection = VaultConnection(self, "Connection", settings=settings)
        self.auth = VaultAuth(self, "Auth", settings=settings)
        self.api_credentials = _ApiCredentials(self, "ApiCredentials", settings=settings)
        self.encryption_credentials = _EncryptionCredentials(self, "EncryptionCredentials", settings=settings)
        dynamic = settings.database.credentials == "dynamic"
        database = VaultDynamicSecret if dynamic else _DatabaseCredentials
        self.database = database(self, "Database", settings=settings)


class VaultConnection(Construct):
    """Where Vault is."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        spec = {"address": settings.vault.address, "skipTLSVerify": False}
        self.api_object = _object(self, settings, "VaultConnection", ObjectNames.of(settings).secret, spec)


class VaultAuth(Construct):
    """Logs the operator in as the sidecar's own service account, so that it may read what the sidecar may."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names, vault, login = ObjectNames.of(settings), VaultNames.of(settings), settings.pod_login
        spec = {
            "vaultConnectionRef": names.secret,
            "method": login.kind,
            "mount": vault.auth_mount,
            login.kind: {
                "role": vault.auth_role,
                "serviceAccount": names.service_account,
                "audiences": [login.audience],
                "tokenExpirationSeconds": _TOKEN_SECONDS,
            },
            **({"namespace": settings.vault.namespace} if settings.vault.namespace else {}),
        }
        self.api_object = _object(self, settings, "VaultAuth", names.secret, spec)


class VaultDynamicSecret(Construct):
    """A short-lived database login, renewed while it can be and replaced before it ends."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        vault = VaultNames.of(settings)
        path = vault.database_creds.removeprefix(f"{vault.database_mount}/")
        spec = {"mount": vault.database_mount, "path": path, **_delivered(settings, DATABASE_CREDENTIALS)}
        self.api_object = _object(self, settings, "VaultDynamicSecret", _name(settings, DATABASE_CREDENTIALS), spec)


class _StaticSecret(Construct):
    """One KV v2 secret, looked at again and again."""

    secret: ClassVar[str]

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        operator = chosen(settings.secret_delivery, Choice, "secret_delivery")
        spec = {
            "type": "kv-v2",
            "mount": VaultNames.of(settings).kv_mount,
            "path": self.secret,
            "refreshAfter": f"{operator.refresh_seconds}s",
            **_delivered(settings, self.secret),
        }
        self.api_object = _object(self, settings, "VaultStaticSecret", _name(settings, self.secret), spec)


class _ApiCredentials(_StaticSecret):
    secret = API_CREDENTIALS


class _EncryptionCredentials(_StaticSecret):
    secret = ENCRYPTION_CREDENTIALS


class _DatabaseCredentials(_StaticSecret):
    secret = DATABASE_CREDENTIALS


def _delivered(settings: Environment, secret: str) -> dict[str, Any]:
    """Where the values go: into one Secret that holds the file and nothing else."""
    names = ObjectNames.of(settings)
    return {
        "vaultAuthRef": names.secret,
        "destination": {
            "name": _name(settings, secret),
            "create": True,
            "labels": labels_of(settings),
            "transformation": {
                "excludeRaw": True,
                "excludes": [".*"],
                "templates": {_file(secret): {"text": _lines(settings, secret)}},
            },
        },
        "rolloutRestartTargets": [{"kind": "Deployment", "name": names.deployment}],
    }


def _lines(settings: Environment, secret: str) -> str:
    """The file's text, as a Go template over the secret's keys."""
    return {
        API_CREDENTIALS: variable("API_KEY", ".Secrets.api_key", "replace"),
        ENCRYPTION_CREDENTIALS: variable("ENCRYPTION_KEY", ".Secrets.encryption_key", "replace"),
        # A missing value would become the text `<no value>`, if not for a function that refuses it.
        DATABASE_CREDENTIALS: database_url(settings, '.Secrets.{} | replace "+" "+"', "replace"),
    }[secret]


def _path(settings: Environment, secret: str) -> str:
    """Where Vault has the values."""
    vault = VaultNames.of(settings)
    dynamic = secret == DATABASE_CREDENTIALS and settings.database.credentials == "dynamic"
    return vault.database_creds if dynamic else vault.secret(secret)


def _file(secret: str) -> str:
    """One object reads one secret and writes one Secret, so each secret is a file of its own."""
    return DATABASE_FILE if secret == DATABASE_CREDENTIALS else f"{secret}.env"


def _name(settings: Environment, secret: str) -> str:
    return ObjectNames.of(settings).secret_of(secret)


def _object(scope: Construct, settings: Environment, kind: str, name: str, spec: Mapping[str, Any]) -> ApiObject:
    return custom_resource(
        scope, settings, api_version="secrets.hashicorp.com/v1beta1", kind=kind, name=name, spec=spec
    )
