"""`kgc vault` interrupted, killed, its server gone: nothing is lost or half-written, and another run completes it."""

import secrets
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.settings.vault_names import API_CREDENTIALS, SECRETS
from tests.conftest import APPS
from tests.operations.kgc import Kgc, Run
from tests.operations.vault.quorum import allow_quorum_alone, root_token_by_quorum
from tests.operations.vault.store import Store, give_admin_password, open_store, share_files
from tests.servers.postgres import Postgres, postgres
from tests.servers.vault import VaultServer, asked
from tests.servers.waiting import wait_for

OFTEN = 0.03
"""Seconds between two looks: the rate limit of the mount counts ours and those of the command together."""
NOT_FOUND = 404


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The PostgreSQL of the store."""
    with postgres(tmp_path_factory.mktemp("database") / "log", password=secrets.token_urlsafe()) as database:
        yield database


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Postgres) -> Iterator[Store]:
    """A server with the e2e environment's stack and secrets."""
    with open_store(tmp_path_factory.mktemp("store"), load_environment("e2e", APPS), database) as opened:
        yield opened


@pytest.fixture
def kgc(store: Store, tmp_path: Path) -> Kgc:
    """The command, as the operator of the store."""
    server = store.server
    command = Kgc(
        tmp_path, {"VAULT_ADDR": server.url, "VAULT_CACERT": str(server.authority), "VAULT_TOKEN": store.token}
    )
    command.describe(store.settings)
    return command


def _versions(store: Store) -> list[int]:
    return [_version(store, secret) for secret in SECRETS]


def _version(store: Store, secret: str) -> int:
    reply = store.server.client(store.token).send("GET", f"/{store.names.secret_metadata(secret)}")
    assert reply.ok or reply.status == NOT_FOUND, reply.body
    return int(reply.json()["data"]["current_version"]) if reply.ok else 0


def _stop(process: Run, store: Store, way: str) -> None:
    """End a run in one of the ways, and bring the server back where that is the way."""
    if way == "server gone":
        store.server.server.kill()
    else:
        process.send_signal(signal.SIGINT if way == "Ctrl-C" else signal.SIGKILL)
    process.finish(within=120)
    if way == "server gone":
        store.reopen()


@pytest.mark.parametrize("way", ["Ctrl-C", "kill -9", "server gone"])
def test_a_rotation_that_was_stopped_half_way_is_completed_by_the_next(
    store: Store, kgc: Kgc, database: Postgres, way: str
) -> None:
    assert kgc.run("vault", "seed", "e2e").code == 0
    before = _versions(store)
    with kgc.start("vault", "rotate", "e2e", "--min-age-seconds", "0") as process:
        wait_for(lambda: _version(store, SECRETS[0]) > before[0], what="the first secret is rotated", every=OFTEN)
        _stop(process, store, way)
    stopped = _versions(store)
    assert [after - former for after, former in zip(stopped, before, strict=True)] in ([1, 0, 0], [1, 1, 0], [1, 1, 1])
    values = {secret: store.value(secret) for secret in SECRETS}
    assert all(values.values())
    at_once = kgc.run("vault", "rotate", "e2e", API_CREDENTIALS)
    assert at_once.code == 1
    assert at_once.err.startswith("A rotation is under way: api-credentials was rotated ")
    again = kgc.run("vault", "rotate", "e2e", "--min-age-seconds", "0")
    if way == "server gone" and "PostgreSQL refuses" in again.err:  # it died while it changed its own password
        give_admin_password(store, database)
        stopped = [version + 1 for version in stopped]
        values = {secret: store.value(secret) for secret in SECRETS}
        again = kgc.run("vault", "rotate", "e2e", "--min-age-seconds", "0")
    assert (again.code, again.err) == (0, "")
    assert _versions(store) == [version + 1 for version in stopped]
    for secret, version in zip(SECRETS, stopped, strict=True):
        assert store.value(secret, version=version) == values[secret]  # what pods may still use is readable
    login = asked(store.server.client(store.token), "GET", f"/{store.names.database_creds}")["data"]
    assert login["password"]


@pytest.mark.parametrize("way", ["Ctrl-C", "kill -9", "server gone"])
def test_a_seed_that_was_stopped_is_completed_by_the_next(store: Store, kgc: Kgc, way: str) -> None:
    for secret in SECRETS:
        store.server.client(store.token).send("DELETE", f"/{store.names.secret_metadata(secret)}")
    with kgc.start("vault", "seed", "e2e") as process:
        wait_for(lambda: _version(store, SECRETS[0]) == 1, what="the first secret is there", every=OFTEN)
        first = store.value(SECRETS[0])
        _stop(process, store, way)
    again = kgc.run("vault", "seed", "e2e")
    assert (again.code, again.err) == (0, "")
    assert _versions(store) == [1, 1, 1]
    assert store.value(SECRETS[0]) == first


def test_an_interrupted_init_has_handed_out_every_share(tmp_path: Path) -> None:
    """From the server's answer to the last written share nothing can interrupt it but a kill."""
    settings = load_environment("e2e", APPS)
    (folder := tmp_path / "server").mkdir()
    server = VaultServer(folder)
    try:
        server.start()
        kgc = Kgc(tmp_path, {"VAULT_ADDR": server.url, "VAULT_CACERT": str(server.authority)})
        files = share_files(tmp_path, settings)
        words = [word for file in files for word in ("--share-file", file)]
        init = ("vault", "init", kgc.describe(settings), *words, "--token-file", tmp_path / "token")
        with kgc.start(*init) as process:
            web = server.client("")
            wait_for(
                lambda: asked(web, "GET", "/sys/init")["initialized"], what="it is initialised", within=60, every=0.002
            )
            process.send_signal(signal.SIGINT)
            process.finish(within=60)
        assert process.returncode in (0, 130)  # it may have been done already
        shares = [file.read_text(encoding="utf-8").strip() for file in files]
        assert len(set(shares)) == settings.vault.quorum_shares
        again = kgc.run(*init)
        assert again.out.startswith("Already initialised, and ")
        allow_quorum_alone(server, folder / "vault.hcl", shares[2:])
        root = root_token_by_quorum(server, shares[:3])
        (tmp_path / "token").unlink(missing_ok=True)
        recovered = kgc.run("vault", "bootstrap", "e2e", "--token-file", tmp_path / "token", VAULT_TOKEN=root)
        assert (recovered.code, recovered.err) == (0, "")
    finally:
        server.server.stop()
