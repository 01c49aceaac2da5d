"""The Vault server that the proofs run on: a real seal, a real store, real audit logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.vault import Keys, Vault, VaultServer, asked, mount_secrets
from tests.servers.web import WebClient


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VaultServer]:
    """A server of our own, not yet initialised."""
    vault = VaultServer(tmp_path_factory.mktemp("vault"))
    vault.start()
    yield vault
    vault.server.stop()


@pytest.fixture(scope="module")
def keys(server: VaultServer) -> Keys:
    """Five shares, of which three open it."""
    return server.initialise(shares=5, threshold=3)


@pytest.fixture
def root(server: VaultServer, keys: Keys) -> WebClient:
    """The first client of an open server."""
    if server.sealed:
        server.unseal(keys.shares[:3])
    return server.client(keys.root_token)


def test_two_of_five_shares_leave_it_sealed_and_a_third_opens_it(server: VaultServer, keys: Keys) -> None:
    assert len(set(keys.shares)) == 5
    server.server.stop()
    server.start()
    server.unseal(keys.shares[:2])
    assert server.sealed
    server.unseal(keys.shares[4:])
    assert not server.sealed


def test_what_it_acknowledged_survives_a_crash(server: VaultServer, keys: Keys, root: WebClient) -> None:
    mount_secrets(root, "crash")
    asked(root, "POST", "/crash/data/written", {"data": {"value": "before the crash"}})
    server.server.kill()
    server.start()
    assert server.sealed
    server.unseal(keys.shares[2:])
    assert asked(root, "GET", "/crash/data/written")["data"]["data"] == {"value": "before the crash"}


def test_both_audit_logs_tell_of_requests_without_their_secrets(
    server: VaultServer, keys: Keys, root: WebClient
) -> None:
    mount_secrets(root, "audited")
    asked(root, "POST", "/audited/data/entry", {"data": {"value": "not for the log"}})
    for path in server.audit_logs:
        log = path.read_text(encoding="utf-8")
        assert "audited/data/entry" in log
        assert "not for the log" not in log
        assert keys.root_token not in log


def test_a_snapshot_opens_in_an_empty_server(server: VaultServer, keys: Keys, root: WebClient, tmp_path: Path) -> None:
    mount_secrets(root, "kept")
    asked(root, "POST", "/kept/data/entry", {"data": {"value": "kept"}})
    snapshot = server.snapshot(keys.root_token)
    other = VaultServer(tmp_path, name="restored")
    try:
        other.start()
        temporary = other.initialise(shares=1, threshold=1)
        other.unseal(temporary.shares)
        other.restore(temporary.root_token, snapshot)
        other.unseal(keys.shares[1:4])  # the shares of the server that the snapshot is of
        kept = asked(other.client(keys.root_token), "GET", "/kept/data/entry")
        assert kept["data"]["data"] == {"value": "kept"}
    finally:
        other.server.stop()


def test_the_session_server_is_open_and_its_token_may_everything(vault: Vault) -> None:
    assert asked(vault.client(), "GET", "/auth/token/lookup-self")["data"]["policies"] == ["root"]
    assert vault.client("no such token").send("GET", "/auth/token/lookup-self").status == 403
