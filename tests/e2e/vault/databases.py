"""What a database administrator does before Vault takes over: the database, its owner, and Vault's own login."""

from psycopg import sql

from kgc_constructs.settings import Environment
from tests.servers.postgres import Postgres


def prepare_database(server: Postgres, environment: Environment, admin_password: str) -> None:
    """Make the environment's database, the role that owns it, and the login with which Vault makes others."""
    database = environment.database
    owner, admin = sql.Identifier(database.username), sql.Identifier(database.admin_username)
    statements = (
        sql.SQL("CREATE ROLE {owner} NOLOGIN").format(owner=owner),
        sql.SQL("CREATE ROLE {admin} LOGIN CREATEROLE PASSWORD {password}").format(
            admin=admin, password=sql.Literal(admin_password)
        ),
        sql.SQL("GRANT {owner} TO {admin} WITH ADMIN OPTION").format(owner=owner, admin=admin),
        sql.SQL("GRANT pg_signal_backend TO {admin}").format(admin=admin),
        sql.SQL("CREATE DATABASE {name} OWNER {owner}").format(
            name=sql.Identifier(database_name(environment)), owner=owner
        ),
    )
    with server.connect() as connection:
        for statement in statements:
            connection.execute(statement)


def database_name(environment: Environment) -> str:
    """The database of the environment's URL."""
    return environment.database.url.rpartition("/")[2]
