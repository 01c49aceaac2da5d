"""The database engine: Vault's own login at the database, and the logins that it makes or keeps there."""

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource

_ROLE = ("backend", "name", "db_name", "default_ttl", "max_ttl")
_STATEMENTS = ("creation_statements", "revocation_statements", "rollback_statements", "renew_statements")


@resource(
    "vault_database_secret_backend_connection",
    "backend",
    "name",
    "allowed_roles",
    "verify_connection",
    "root_rotation_statements",
    "password_policy",
    "postgresql",
)
def connection(given: Arguments) -> Desired:
    """Vault's own login; the password is write-only, so it is sent when its counter is raised."""
    path = f"{given['backend']}/config/{given['name']}"
    blocks = given["postgresql"]
    details = blocks[0] if isinstance(blocks, list) else blocks
    names = ("connection_url", "max_open_connections", "max_idle_connections", "max_connection_lifetime", "username")
    visible = only(details, *names, "password_authentication", "username_template")
    general = only(
        given, "allowed_roles", "password_policy", root_credentials_rotate_statements="root_rotation_statements"
    )
    body = {**general, **visible, **only(given, "verify_connection"), "plugin_name": "postgresql-database-plugin"}
    return Desired(
        (
            Write(
                path,
                body,
                expected={**general, "connection_details": visible},
                secret=only(details, password="password_wo"),  # noqa: S106  the name of an argument
                counter=details.get("password_wo_version"),
            ),
        ),
        remove=path,
    )


@resource("vault_database_secret_backend_role", *_ROLE, *_STATEMENTS, "credential_type", "credential_config")
def role(given: Arguments) -> Desired:
    """A login that is made for each request and removed when its lease ends."""
    path = f"{given['backend']}/roles/{given['name']}"
    body = only(given, "db_name", "default_ttl", "max_ttl", "credential_type", "credential_config", *_STATEMENTS)
    return Desired((Write(path, body),), remove=path)


@resource(
    "vault_database_secret_backend_static_role",
    "backend",
    "name",
    "db_name",
    "username",
    "rotation_period",
    "rotation_statements",
)
def static_role(given: Arguments) -> Desired:
    """An existing login whose password Vault changes: at once, and then each period."""
    path = f"{given['backend']}/static-roles/{given['name']}"
    body = only(given, "db_name", "username", "rotation_period", "rotation_statements")
    return Desired((Write(path, body),), remove=path)
