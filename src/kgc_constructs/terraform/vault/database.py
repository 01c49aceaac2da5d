"""The database engine: logins that Vault makes for each pod and takes back."""

from __future__ import annotations

from urllib.parse import urlsplit

from cdktf_cdktf_provider_vault.database_secret_backend_connection import (
    DatabaseSecretBackendConnection,
    DatabaseSecretBackendConnectionPostgresql,
)
from cdktf_cdktf_provider_vault.database_secret_backend_role import DatabaseSecretBackendRole
from cdktf_cdktf_provider_vault.mount import Mount
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.database_statements import (
    creation_statements,
    renew_statements,
    revocation_statements,
)
from kgc_constructs.terraform.vault.given_value import given_once
from kgc_constructs.terraform.vault.protection import stateful

__all__ = ["DatabaseCredentials"]


class DatabaseCredentials(Construct):
    """Mount, connection and role of the database engine.

    The connection's password is given once and made unknown to everybody by the first root rotation, which the
    rotation job asks for: Vault rotates root credentials by itself in its Enterprise edition only, and the provider
    ignores `rotation_period` elsewhere without a word.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names, database = VaultNames.of(settings), settings.database
        self.mount = Mount(
            self,
            "Mount",
            path=names.database_mount,
            type="database",
            description=f"Database logins of {settings.app_name} in {settings.slug}",
            lifecycle=stateful(settings),
        )
        path = self.mount.path
        self.connection = self._connection(settings, path)
        self.role = DatabaseSecretBackendRole(
            self,
            "Role",
            backend=path,
            name=names.database_role,
            db_name=self.connection.name,
            creation_statements=creation_statements(database.username),
            renew_statements=renew_statements(),
            revocation_statements=revocation_statements(),
            credential_config={"password_policy": names.password_policy},
            default_ttl=database.credential_ttl_seconds,
            max_ttl=database.credential_max_ttl_seconds,
        )

    def _connection(self, settings: Environment, path: str) -> DatabaseSecretBackendConnection:
        names, database = VaultNames.of(settings), settings.database
        url = urlsplit(database.url)
        password = given_once(
            self, "vault_db_admin_password", f"Password of {database.admin_username}, until Vault changes it"
        )
        return DatabaseSecretBackendConnection(
            self,
            "Connection",
            backend=path,
            name=names.database_connection,
            allowed_roles=[names.database_role],
            postgresql=DatabaseSecretBackendConnectionPostgresql(
                connection_url=url._replace(netloc="{{username}}:{{password}}@" + url.netloc).geturl(),
                username=database.admin_username,
                password_wo=password.string_value,
                password_wo_version=database.admin_password_version,
            ),
        )
