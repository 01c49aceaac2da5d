"""What things are called inside Vault: facts that the manifests and the Vault stack share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = [
    "API_CREDENTIALS",
    "DATABASE_CREDENTIALS",
    "ENCRYPTION_CREDENTIALS",
    "JWT_FILE_VARIABLE",
    "RANDOM_KEY",
    "SECRETS",
    "VaultNames",
]

API_CREDENTIALS = "api-credentials"
ENCRYPTION_CREDENTIALS = "encryption-credentials"
DATABASE_CREDENTIALS = "database-credentials"
RANDOM_KEY = "sys/tools/random/32"
"""API path of Vault's own random source: 32 bytes, what AES-256 needs."""

JWT_FILE_VARIABLE = "KGC_VAULT_JWT_FILE"
"""Names, in the rotation's pod, the file with the service-account token that it logs in with."""

SECRETS = (API_CREDENTIALS, DATABASE_CREDENTIALS, ENCRYPTION_CREDENTIALS)
"""The KV v2 secrets the sidecar reads."""


@dataclass(frozen=True)
class VaultNames:
    """Paths and names of one environment; each holds its name, so that two never collide on one server."""

    kv_mount: str
    transit_mount: str
    transit_key: str
    database_mount: str
    database_connection: str
    database_role: str
    auth_mount: str
    auth_role: str
    rotation_role: str
    pipeline_mount: str
    pipeline_role: str
    read_policy: str
    rotate_policy: str
    issuer_policy: str
    password_policy: str
    rate_limit: str
    audit_devices: tuple[str, str]

    @classmethod
    def of(cls, environment: Environment) -> VaultNames:
        """The names in `environment`."""
        slug, app = environment.slug, environment.app_name
        return cls(
            kv_mount=f"{environment.vault.mount_path}-{slug}",
            transit_mount=f"transit-{slug}",
            transit_key=app,
            database_mount=f"database-{slug}",
            database_connection=app,
            database_role=app,
            auth_mount=f"{environment.pod_login.kind}-{slug}",
            auth_role=f"{app}-{slug}",
            rotation_role=f"{app}-{slug}-rotation",
            pipeline_mount=f"approle-{slug}",
            pipeline_role=f"{app}-{slug}-pipeline",
            read_policy=f"{app}-{slug}-read",
            rotate_policy=f"{app}-{slug}-rotate",
            issuer_policy=f"{app}-{slug}-issue-secret-id",
            password_policy=f"{app}-{slug}",
            rate_limit=f"{app}-{slug}",
            audit_devices=(f"{app}-{slug}-1", f"{app}-{slug}-2"),
        )

    def secret(self, name: str) -> str:
        """API path of a KV v2 secret's data."""
        return f"{self.kv_mount}/data/{name}"

    def secret_metadata(self, name: str) -> str:
        """API path of a KV v2 secret's versions and their dates."""
        return f"{self.kv_mount}/metadata/{name}"

    @property
    def database_creds(self) -> str:
        """API path that makes a short-lived database login."""
        return f"{self.database_mount}/creds/{self.database_role}"

    @property
    def database_rotate_root(self) -> str:
        """API path that gives Vault's own database login a new password."""
        return f"{self.database_mount}/rotate-root/{self.database_connection}"

    @property
    def transit_key_path(self) -> str:
        """API path of the Transit key: its versions, never its material."""
        return f"{self.transit_mount}/keys/{self.transit_key}"

    @property
    def generate_password(self) -> str:
        """API path that makes a password by the environment's policy."""
        return f"sys/policies/password/{self.password_policy}/generate"

    @property
    def pipeline_secret_id(self) -> str:
        """API path that issues a secret id for pipelines."""
        return f"auth/{self.pipeline_mount}/role/{self.pipeline_role}/secret-id"

    @property
    def pipeline_role_id(self) -> str:
        """API path of the pipelines' role id, which is not a secret."""
        return f"auth/{self.pipeline_mount}/role/{self.pipeline_role}/role-id"
