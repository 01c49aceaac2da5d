"""`kgc vault init` on a real server: shares apart, no root token left, safe to repeat."""

import stat
import subprocess
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations.vault import KeyHolders, VaultError, initialise
from kgc_constructs.operations.vault import VaultServer as Address
from kgc_constructs.operations.vault.operator_policy import operator_policy_name
from kgc_constructs.settings import Environment
from tests.operations.kgc import Ended, Kgc
from tests.operations.vault.quorum import allow_quorum_alone, root_token_by_quorum, root_tokens
from tests.operations.vault.store import share_files
from tests.servers.requirements import need, program
from tests.servers.vault import VaultServer, asked

pytestmark = pytest.mark.server


def init(kgc: Kgc, settings: Environment, files: list[Path], *more: str | Path) -> Ended:
    shares = [word for file in files for word in ("--share-file", file)]
    return kgc.run("vault", "init", kgc.describe(settings), *shares, "--token-file", kgc.folder / "token", *more)


def read(files: list[Path]) -> list[str]:
    return [file.read_text(encoding="utf-8").strip() for file in files]


def test_shares_go_apart_and_no_root_token_is_left(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    files = share_files(kgc.folder, e2e)
    ended = init(kgc, e2e, files)
    assert (ended.code, ended.err) == (0, "")
    assert not new_server.sealed
    shares = read(files)
    assert len(set(shares)) == e2e.vault.quorum_shares
    token_file = kgc.folder / "token"
    assert {stat.S_IMODE(file.stat().st_mode) for file in [*files, token_file]} == {0o600}
    (token,) = read([token_file])
    assert not [each for each in [*shares, token] if each in ended.out]

    own = asked(new_server.client(token), "GET", "/auth/token/lookup-self")["data"]
    assert own["policies"] == [operator_policy_name(e2e)]
    assert 0 < own["ttl"] <= 8 * 3600
    root = root_token_by_quorum(new_server, shares[: e2e.vault.quorum_threshold], token)
    assert root_tokens(new_server, root) == 1  # the one that the quorum has just made


def test_a_second_run_says_so_and_changes_nothing(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    files = share_files(kgc.folder, e2e)
    init(kgc, e2e, files)
    before = read(files)
    again = init(kgc, e2e, files)
    assert (again.code, again.out) == (0, "Already initialised, and open; nothing was changed.\n")
    assert read(files) == before
    new_server.server.stop()
    new_server.start()
    sealed = init(kgc, e2e, files)
    assert (sealed.code, sealed.out) == (0, "Already initialised, and sealed; nothing was changed.\n")


def test_an_existing_file_is_kept_and_the_server_untouched(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    files = share_files(kgc.folder, e2e)
    files[3].write_text("precious", encoding="utf-8")
    ended = init(kgc, e2e, files)
    assert ended.code == 2
    assert str(files[3]) in ended.err
    assert files[3].read_text(encoding="utf-8") == "precious"
    assert [file.exists() for file in files] == [False, False, False, True, False]
    assert not (kgc.folder / "token").exists()
    assert asked(new_server.client(""), "GET", "/sys/init")["initialized"] is False


def test_a_token_that_has_no_place_leaves_no_share(
    address: Address, e2e: Environment, tmp_path: Path, new_server: VaultServer
) -> None:
    files = share_files(tmp_path, e2e)
    holders = KeyHolders(share_files=files, token_file=tmp_path / "absent" / "token")
    with pytest.raises(InputError, match="No such file or directory"):
        initialise(address, e2e, holders)
    assert not any(file.exists() for file in files)
    assert asked(new_server.client(""), "GET", "/sys/init")["initialized"] is False


def test_encrypted_shares_open_the_server_and_the_root_token_is_used_once(
    kgc: Kgc, e2e: Environment, new_server: VaultServer
) -> None:
    gpg = need(program("gpg"), "GnuPG", install="the package gnupg")
    settings = e2e.evolve(vault={"quorum_shares": 3, "quorum_threshold": 2})
    home = kgc.folder / "gnupg"
    home.mkdir(mode=0o700)
    unattended: list[str | Path] = [
        gpg,
        "--homedir",
        home,
        "--batch",
        "--quiet",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
    ]
    keys: list[str | Path] = []
    try:
        for number in range(3):
            name = f"holder-{number}@example.com"
            subprocess.run([*unattended, "--quick-generate-key", name, "default", "default", "never"], check=True)
            armour = ["--armor"] if number else []  # both forms are taken
            key = kgc.folder / f"{number}.key"
            subprocess.run([*unattended, *armour, "--output", key, "--export", name], check=True)
            keys += ["--pgp-key", key]
        files = [kgc.folder / f"share-{number}.gpg" for number in range(3)]
        ended = init(kgc, settings, files, *keys)
        assert (ended.code, ended.err) == (0, "")
        assert new_server.sealed
        decrypted = [
            subprocess.run([*unattended, "--decrypt", file], check=True, capture_output=True, text=True).stdout
            for file in [*files, kgc.folder / "token"]
        ]
    finally:
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=True)  # its agent would stay behind
    assert kgc.run("vault", "unseal", "e2e", answer=decrypted[2]).out == "1 of 2 shares; Vault is still sealed.\n"
    assert kgc.run("vault", "unseal", "e2e", answer=decrypted[0]).out == "Vault is open.\n"
    operator = kgc.folder / "operator"
    bootstrapped = kgc.run("vault", "bootstrap", "e2e", "--token-file", operator, VAULT_TOKEN=decrypted[3])
    assert (bootstrapped.code, bootstrapped.err) == (0, "")
    root = root_token_by_quorum(new_server, decrypted[:2], *read([operator]))
    assert root_tokens(new_server, root) == 1


def test_recovery_by_quorum_ends_every_root_token(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    files = share_files(kgc.folder, e2e)
    init(kgc, e2e, files)
    quorum = read(files)[: e2e.vault.quorum_threshold]
    allow_quorum_alone(new_server, kgc.folder / "server" / "vault.hcl", quorum)
    forgotten = root_token_by_quorum(new_server, quorum)
    root = root_token_by_quorum(new_server, quorum)
    operator = kgc.folder / "operator"
    ended = kgc.run("vault", "bootstrap", "e2e", "--token-file", operator, "--hours", "1", VAULT_TOKEN=root)
    assert ended.code == 0, ended.err
    assert "Root tokens revoked: 2." in ended.out
    for token in (forgotten, root):
        assert new_server.client(token).send("GET", "/auth/token/lookup-self").status == 403
    (token,) = read([operator])
    assert asked(new_server.client(token), "GET", "/auth/token/lookup-self")["data"]["ttl"] <= 3600


def test_bootstrap_refuses_a_lesser_token(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    init(kgc, e2e, share_files(kgc.folder, e2e))
    (token,) = read([kgc.folder / "token"])
    ended = kgc.run("vault", "bootstrap", "e2e", "--token-file", kgc.folder / "other", VAULT_TOKEN=token)
    assert ended.code == 1
    assert ended.err == "This is not a root token: a quorum of share holders makes one by `generate-root`.\n"
    assert not (kgc.folder / "other").exists()
    assert new_server.client(token).send("GET", "/auth/token/lookup-self").ok


def test_the_operator_has_no_other_environments(kgc: Kgc, e2e: Environment, new_server: VaultServer) -> None:
    init(kgc, e2e, share_files(kgc.folder, e2e))
    (token,) = read([kgc.folder / "token"])
    web = new_server.client(token)
    other = e2e.evolve(name="other").slug
    for path in (f"/sys/mounts/kgc-{other}", f"/sys/policies/acl/kgc-sidecar-{other}-read", "/sys/mounts/secret"):
        assert web.send("GET", path).status == 403, path
    policy = {"policy": 'path "*" { capabilities = ["sudo"] }'}
    assert web.send("PUT", f"/sys/policies/acl/{operator_policy_name(e2e)}", policy).status == 403
    child = {"policies": ["root"]}
    assert web.send("POST", "/auth/token/create", child).status in (400, 403)


def test_a_failure_after_the_shares_are_out_revokes_the_root_token(
    address: Address, e2e: Environment, tmp_path: Path, new_server: VaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy that the server refuses stands for any failure between init and the operator's token."""
    monkeypatch.setattr(
        "kgc_constructs.operations.vault.bootstrapping.operator_policy_text", lambda _: "no policy language"
    )
    files = share_files(tmp_path, e2e)
    with pytest.raises(VaultError, match="sys/policies/acl"):
        initialise(address, e2e, KeyHolders(share_files=files, token_file=tmp_path / "token"))
    shares = read(files)
    assert not (tmp_path / "token").exists()
    quorum = shares[: e2e.vault.quorum_threshold]
    allow_quorum_alone(new_server, tmp_path / "server" / "vault.hcl", quorum)
    root = root_token_by_quorum(new_server, quorum)
    assert root_tokens(new_server, root) == 1
