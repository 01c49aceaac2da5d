"""`kgc vault unseal` on a real server: one share at a time, never on the command line, and no waiting for ever."""

import time
from pathlib import Path

import pytest

from kgc_constructs.settings import Environment
from tests.operations.kgc import Kgc
from tests.servers.vault import Keys, VaultServer

pytestmark = pytest.mark.server


@pytest.fixture
def keys(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> Keys:
    """The server is initialised by its own API, and sealed."""
    kgc.describe(e2e)
    return new_server.initialise()


def share_file(folder: Path, share: str, mode: int = 0o600) -> Path:
    file = folder / "share"
    file.write_text(f"{share}\n", encoding="utf-8")
    file.chmod(mode)
    return file


def test_progress_is_told_until_it_is_open(kgc: Kgc, keys: Keys, new_server: VaultServer) -> None:
    first = kgc.run("vault", "unseal", "e2e", answer=keys.shares[0])
    assert (first.code, first.out) == (0, "1 of 3 shares; Vault is still sealed.\n")
    again = kgc.run("vault", "unseal", "e2e", answer=keys.shares[0])
    assert again.out == "1 of 3 shares; Vault is still sealed.\n"
    from_file = kgc.run("vault", "unseal", "e2e", "--share-file", share_file(kgc.folder, keys.shares[1]))
    assert from_file.out == "2 of 3 shares; Vault is still sealed.\n"
    assert new_server.sealed
    assert kgc.run("vault", "unseal", "e2e", answer=keys.shares[4]).out == "Vault is open.\n"
    assert not new_server.sealed
    late = kgc.run("vault", "unseal", "e2e", answer=keys.shares[2])
    assert (late.code, late.out) == (0, "Vault is open already; the share was not needed.\n")


def test_what_is_no_share_is_refused_without_repeating_it(kgc: Kgc, keys: Keys) -> None:
    kgc.run("vault", "unseal", "e2e", answer=keys.shares[0])
    ended = kgc.run("vault", "unseal", "e2e", answer="correct-horse-battery")
    assert ended.code == 1
    assert (
        ended.err
        == "This is not a share, or the shares do not belong together; 1 share handed in before counts still.\n"
    )


def test_a_quorum_with_a_strangers_share_begins_again(kgc: Kgc, keys: Keys, new_server: VaultServer) -> None:
    stranger = keys.shares[2][:8] + ("AAAA" if keys.shares[2][8:12] != "AAAA" else "BBBB") + keys.shares[2][12:]
    for share in keys.shares[:2]:
        kgc.run("vault", "unseal", "e2e", answer=share)
    ended = kgc.run("vault", "unseal", "e2e", answer=stranger)
    assert ended.code == 1
    assert "a quorum has to begin again" in ended.err
    assert stranger not in ended.err
    assert new_server.sealed


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_share_that_others_may_read_is_not_used(kgc: Kgc, keys: Keys, new_server: VaultServer, mode: int) -> None:
    ended = kgc.run("vault", "unseal", "e2e", "--share-file", share_file(kgc.folder, keys.shares[0], mode))
    assert ended.code == 2
    assert "chmod 600" in ended.err
    assert new_server.client("").send("GET", "/sys/seal-status").json()["progress"] == 0


def test_a_share_is_no_argument(kgc: Kgc, keys: Keys) -> None:
    ended = kgc.run("vault", "unseal", "e2e", keys.shares[0])
    assert ended.code == 2


def test_it_must_be_initialised(kgc: Kgc, e2e: Environment) -> None:
    kgc.describe(e2e)
    ended = kgc.run("vault", "unseal", "e2e", answer="c2hhcmU=")
    assert ended.code == 1
    assert ended.err.endswith("is not initialised: `kgc vault init` comes first.\n")


@pytest.mark.parametrize("command", [("seed",), ("rotate",), ("retire",)])
def test_a_sealed_server_is_an_answer_not_a_wait(kgc: Kgc, keys: Keys, command: tuple[str, ...]) -> None:
    started = time.monotonic()
    ended = kgc.run("vault", *command, "e2e", VAULT_TOKEN=keys.root_token)
    assert ended.code == 1
    assert "sealed" in ended.err
    assert "kgc vault unseal" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert time.monotonic() - started < 15
