"""Fault 21: how a Vault is initialised. The checks ask a real server, for the original's script and for ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kgc_constructs.operations.vault import KeyHolders, VaultClient, initialise, unseal
from kgc_constructs.operations.vault import VaultServer as Address
from kgc_constructs.settings import Environment
from tests.faults.original_vault import original_init
from tests.servers.vault import VaultServer, asked

pytestmark = pytest.mark.server


@contextmanager
def fresh(folder: Path, name: str) -> Iterator[VaultServer]:
    server = VaultServer(folder, name=name)
    try:
        server.start()
        yield server
    finally:
        server.server.stop()


def shares_lie_apart(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            assert len(file.read_text(encoding="utf-8").split()) == 1, "a file holds one share or one token"


def no_root_token_is_left(server: VaultServer, token: str) -> None:
    own = asked(server.client(token), "GET", "/auth/token/lookup-self")["data"]["policies"]
    assert "root" not in own


def test_fault_21_no_shares_lie_together_and_no_root_token_is_left(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    settings = Environment(environment="dev")
    files = [kept / f"holder-{number}" / "share" for number in range(5)]
    for file in files:
        file.parent.mkdir(parents=True)
    holders = KeyHolders(share_files=files, token_file=kept / "operator-token")
    with fresh(tmp_path, "ours") as server:
        initialise(Address(url=server.url, authority=str(server.authority)), settings, holders)
        shares_lie_apart(kept)
        no_root_token_is_left(server, holders.token_file.read_text(encoding="utf-8").strip())


def test_fault_21_the_checks_find_it_in_the_original(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    with fresh(tmp_path, "original") as server:
        keys = original_init(server, kept)
        with pytest.raises(AssertionError):
            shares_lie_apart(kept)
        with pytest.raises(AssertionError):
            no_root_token_is_left(server, keys.root_token)


def test_fault_21_a_sealed_server_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    with fresh(tmp_path, "sealed") as server:
        keys = server.initialise(shares=5, threshold=3)
        address = Address(url=server.url, authority=str(server.authority))
        status = unseal(address, keys.shares[0])
        assert (status.sealed, status.progress, status.threshold) == (True, 1, 3)
        assert VaultClient(address).get("sys/seal-status").body["sealed"] is True
