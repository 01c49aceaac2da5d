"""Vault is killed under load and loses nothing that it acknowledged; its snapshot opens an empty server."""

import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.settings.vault_names import SECRETS
from tests.conftest import APPS
from tests.e2e.encodings import leaks
from tests.operations.kgc import Kgc
from tests.operations.vault.quorum import root_token_by_quorum
from tests.operations.vault.store import Store, open_store
from tests.servers.postgres import postgres
from tests.servers.vault import Keys, VaultServer, asked, mount_secrets
from tests.servers.waiting import wait_for

_WRITERS = 4


class Writers:
    """Write one value after the other, each into a secret of its own, and keep what was acknowledged."""

    def __init__(self, server: VaultServer, token: str) -> None:
        self._client = server.client(token)
        self.acknowledged: dict[str, str] = {}
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(_WRITERS)]
        for thread in self._threads:
            thread.start()

    def _write(self, writer: int) -> None:
        for number in range(1_000_000):
            name, value = f"written-{writer}-{number}", secrets.token_hex(8)
            try:
                reply = self._client.send("POST", f"/load/data/{name}", {"data": {"value": value}})
            except OSError:
                return  # the server is gone
            if not reply.ok:
                return
            self.acknowledged[name] = value

    def join(self) -> None:
        """Wait until the last has noticed that the server is gone."""
        for thread in self._threads:
            thread.join(timeout=60)


def test_killed_under_load_it_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    server = VaultServer(tmp_path)
    try:
        server.start()
        keys: Keys = server.initialise()
        server.unseal(keys.shares[:3])
        root = server.client(keys.root_token)
        mount_secrets(root, "load")
        for _ in range(3):
            writers = Writers(server, keys.root_token)
            before = time.monotonic()
            wait_for(lambda: len(writers.acknowledged) > 50, what="the load is on", within=30)  # noqa: B023  waits here
            server.server.kill()
            writers.join()
            assert time.monotonic() - before < 60
            server.start()
            assert server.sealed
            server.unseal(keys.shares[1:4])
            kept = {name: _value(server, keys.root_token, name) for name in writers.acknowledged}
            assert kept == writers.acknowledged
    finally:
        server.server.stop()


def _value(server: VaultServer, token: str, name: str) -> str | None:
    reply = server.client(token).send("GET", f"/load/data/{name}")
    return reply.json()["data"]["data"]["value"] if reply.ok else None


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A server that the product initialised, with the e2e environment's stack and secrets."""
    folder = tmp_path_factory.mktemp("store")
    with (
        postgres(folder / "postgres.log", password=secrets.token_urlsafe()) as database,
        open_store(folder, load_environment("e2e", APPS), database) as opened,
    ):
        _kgc(opened, opened.server, folder).run("vault", "seed", opened.settings.slug)
        yield opened


def _kgc(store: Store, server: VaultServer, folder: Path) -> Kgc:
    variables = {"VAULT_ADDR": server.url, "VAULT_CACERT": str(server.authority), "VAULT_TOKEN": store.token}
    command = Kgc(folder, variables)
    command.describe(store.settings)
    return command


def test_a_snapshot_opens_an_empty_server_with_the_same_shares_and_secrets(store: Store, tmp_path: Path) -> None:
    files = sorted(store.server.server.log.parent.glob("holder-*/share"))
    shares = [file.read_text(encoding="utf-8").strip() for file in files]
    root = root_token_by_quorum(store.server, shares[:3], store.token)
    before = {name: store.value(name) for name in SECRETS}
    assert all(before.values())
    snapshot = store.server.snapshot(root)
    values = [str(value) for data in before.values() for value in data.values() if len(str(value)) > 12]
    assert leaks(snapshot, values) == []

    restored = VaultServer(tmp_path, name="restored")
    try:
        restored.start()
        temporary = restored.initialise(shares=1, threshold=1)
        restored.unseal(temporary.shares)
        restored.restore(temporary.root_token, snapshot)
        kgc = _kgc(store, restored, tmp_path)
        said = [kgc.run("vault", "unseal", store.settings.slug, "--share-file", file).out for file in files[:2]]
        assert restored.sealed, said
        ended = kgc.run("vault", "unseal", store.settings.slug, "--share-file", files[4])
        assert "open" in ended.out
        wait_for(lambda: restored.client("").answers("/sys/health"), what="it is in charge", within=30)
        after = {
            name: asked(restored.client(store.token), "GET", f"/{store.names.secret(name)}")["data"]["data"]
            for name in SECRETS
        }
        assert after == before
    finally:
        restored.server.stop()
