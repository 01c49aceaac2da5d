"""What a real PostgreSQL makes of the statements, with a Vault that is no superuser there."""

import secrets
from dataclasses import dataclass

import psycopg
import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.password_policy import password_policy_text
from tests.servers.postgres import Postgres
from tests.servers.vault import Vault, asked
from tests.servers.web import WebClient
from tests.terraform.vault.documents import only, vault_document

pytestmark = pytest.mark.server

NAMES = VaultNames.of(Environment(environment="dev"))


@dataclass(frozen=True)
class Login:
    """What Vault gave out."""

    lease: str
    user: str
    password: str


@pytest.fixture(scope="module")
def engine(vault: Vault, postgres_server: Postgres) -> WebClient:
    """Vault with the rendered connection and role, at a database whose tables belong to `kgc_user`."""
    settings = Environment(environment="dev", database={"url": f"postgresql://127.0.0.1:{postgres_server.port}/kgc"})
    document, admin = vault_document(settings), secrets.token_urlsafe()
    with postgres_server.connect() as database:
        database.execute("CREATE ROLE kgc_user NOLOGIN")
        database.execute(f"CREATE ROLE vault LOGIN CREATEROLE PASSWORD '{admin}'")
        database.execute("GRANT kgc_user TO vault WITH ADMIN OPTION")
        database.execute("GRANT pg_signal_backend TO vault")
        database.execute("CREATE DATABASE kgc OWNER kgc_user")
    connection = only(document, "vault_database_secret_backend_connection")
    role = only(document, "vault_database_secret_backend_role")
    client = vault.client()
    asked(client, "PUT", f"/sys/policies/password/{NAMES.password_policy}", {"policy": password_policy_text(32)})
    asked(client, "POST", f"/sys/mounts/{NAMES.database_mount}", {"type": "database"})
    inner = {name: value for name, value in connection["postgresql"].items() if not name.startswith("password_wo")}
    body = {**inner, "plugin_name": "postgresql-database-plugin", "allowed_roles": connection["allowed_roles"]}
    asked(client, "POST", f"/{NAMES.database_mount}/config/{connection['name']}", {**body, "password": admin})
    arguments = {name: value for name, value in role.items() if name not in ("//", "backend", "name")}
    references = {"db_name": connection["name"], "credential_config": {"password_policy": NAMES.password_policy}}
    asked(client, "POST", f"/{NAMES.database_mount}/roles/{role['name']}", {**arguments, **references})
    return client


@pytest.fixture
def login(engine: WebClient) -> Login:
    """A fresh login."""
    made = asked(engine, "GET", f"/{NAMES.database_creds}")
    return Login(made["lease_id"], made["data"]["username"], made["data"]["password"])


def test_what_a_login_makes_belongs_to_the_owner(login: Login, postgres_server: Postgres) -> None:
    with postgres_server.connect(user=login.user, password=login.password, database="kgc") as session:
        table = f"made_by_{secrets.token_hex(4)}"
        session.execute(f"CREATE TABLE {table} (column1 int)")
        owner = session.execute("SELECT tableowner FROM pg_tables WHERE tablename = %s", (table,)).fetchone()
    assert owner == ("kgc_user",)


def test_a_renewed_lease_renews_the_login(login: Login, engine: WebClient, postgres_server: Postgres) -> None:
    def valid_until() -> object:
        with postgres_server.connect() as database:
            row = database.execute("SELECT rolvaliduntil FROM pg_roles WHERE rolname = %s", (login.user,)).fetchone()
        assert row is not None
        return row[0]

    before = valid_until()
    asked(engine, "POST", "/sys/leases/renew", {"lease_id": login.lease, "increment": 7200})
    assert str(valid_until()) > str(before)


def test_a_revoked_login_and_its_open_session_end(login: Login, engine: WebClient, postgres_server: Postgres) -> None:
    session = postgres_server.connect(user=login.user, password=login.password, database="kgc")
    session.execute(f"CREATE TABLE kept_{secrets.token_hex(4)} (column1 int)")
    asked(engine, "POST", "/sys/leases/revoke", {"lease_id": login.lease, "sync": True})
    with pytest.raises(psycopg.OperationalError, match="terminating connection"):
        session.execute("SELECT 1")
    assert not postgres_server.accepts(login.user, login.password, database="kgc")
    with postgres_server.connect() as database:
        assert database.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login.user,)).fetchone() is None


def test_root_rotation_leaves_nobody_with_the_password_that_was_given(
    engine: WebClient, postgres_server: Postgres
) -> None:
    given = secrets.token_urlsafe()
    with postgres_server.connect() as database:
        database.execute(f"ALTER ROLE vault PASSWORD '{given}'")
    connection = asked(engine, "GET", f"/{NAMES.database_mount}/config/{NAMES.database_connection}")["data"]
    body = {**connection["connection_details"], "password": given, "allowed_roles": connection["allowed_roles"]}
    path = f"/{NAMES.database_mount}/config/{NAMES.database_connection}"
    asked(engine, "POST", path, {**body, "plugin_name": "postgresql-database-plugin"})
    assert postgres_server.accepts("vault", given)
    asked(engine, "POST", f"/{NAMES.database_rotate_root}")
    assert not postgres_server.accepts("vault", given)
    assert asked(engine, "GET", f"/{NAMES.database_creds}")["data"]["username"]
