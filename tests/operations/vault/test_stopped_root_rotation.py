"""Vault dies when PostgreSQL has its new password and its own storage does not: the next rotation says what helps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kgc_constructs.operations.vault import seed
from tests.operations.kgc import Kgc
from tests.operations.vault.store import Store, give_admin_password
from tests.servers.postgres import Postgres
from tests.servers.vault import asked
from tests.servers.waiting import wait_for

pytestmark = pytest.mark.server

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = %s"


@contextmanager
def commits_held(database: Postgres, user: str) -> Iterator[Callable[[], bool]]:
    """Let PostgreSQL keep what is committed and answer nobody, because it waits for a standby that does not exist.

    Yields:
        Whether `user` waits for such an answer.
    """

    def held() -> bool:
        row = session.execute(_WAITING, [user]).fetchone()
        return row is not None and row[0] > 0

    with database.connect() as session:
        session.execute("SET synchronous_commit = local")  # for this session alone
        session.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        session.execute("SELECT pg_reload_conf()")
        try:
            yield held
        finally:
            session.execute("ALTER SYSTEM RESET synchronous_standby_names")
            session.execute("SELECT pg_reload_conf()")
            wait_for(lambda: not held(), what="what was committed is visible")


def test_the_next_rotation_says_how_vault_gets_in_again(store: Store, at_store: Kgc, postgres_server: Postgres) -> None:
    seed(store.rotator(), store.settings)
    rotate = ("vault", "rotate", "e2e", "--min-age-seconds", "0")
    with (
        commits_held(postgres_server, store.settings.database.admin_username) as held,
        at_store.start(*rotate) as process,
    ):
        wait_for(held, what="PostgreSQL has the new password")
        store.server.server.kill()
        process.finish(within=60)
    assert process.returncode == 1
    assert not postgres_server.accepts(
        store.settings.database.admin_username, store.database_password, database="kgc"
    )  # the password that Vault still has
    store.reopen()
    refused = at_store.run(*rotate)
    assert refused.code == 1
    assert "PostgreSQL refuses the password that Vault has for vault" in refused.err
    assert "raise database.admin_password_version and apply the Vault stack" in refused.err
    give_admin_password(store, postgres_server)
    again = at_store.run(*rotate)
    assert (again.code, again.err) == (0, "")
    login = asked(store.server.client(store.token), "GET", f"/{store.names.database_creds}")["data"]
    assert postgres_server.accepts(login["username"], login["password"], database="kgc")
