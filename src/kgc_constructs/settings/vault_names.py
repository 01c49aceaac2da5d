"""What things are called inside Vault: facts that the manifests and the Vault stack share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = ["API_CREDENTIALS", "DATABASE_CREDENTIALS", "ENCRYPTION_CREDENTIALS", "SECRETS", "VaultNames"]

API_CREDENTIALS = "api-credentials"
ENCRYPTION_CREDENTIALS = "encryption-credentials"
DATABASE_CREDENTIALS = "database-credentials"
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
    pipeline_mount: str
    pipeline_role: str
    read_policy: str
    rotate_policy: str
    password_policy: str
    rate_limit: str

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
            pipeline_mount=f"approle-{slug}",
            pipeline_role=f"{app}-{slug}-pipeline",
            read_policy=f"{app}-{slug}-read",
            rotate_policy=f"{app}-{slug}-rotate",
            password_policy=f"{app}-{slug}",
            rate_limit=f"{app}-{slug}",
        )

    def secret(self, name: str) -> str:
        """API path of a KV v2 secret's data."""
        return f"{self.kv_mount}/data/{name}"

    @property
    def database_creds(self) -> str:
        """API path that makes a short-lived database login."""
        return f"{self.database_mount}/creds/{self.database_role}"
