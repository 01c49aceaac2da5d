"""Shares never lie together, and everything that does not fit the quorum is said at once."""

import base64
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations.vault import KeyHolders
from kgc_constructs.operations.vault.pgp_keys import public_key
from kgc_constructs.settings import Environment

KEY = b"\x99\x01\x0d\x04any public key packet"
"""An old-format packet of type 6 (RFC 9580, section 4.2)."""


def armoured(content: bytes, ending: str = "\n") -> bytes:
    body = base64.b64encode(content).decode()
    lines = [
        "-----BEGIN PGP PUBLIC KEY BLOCK-----",
        "Comment: a header",
        "",
        *(body[start : start + 16] for start in range(0, len(body), 16)),
        "=njUN",
        "-----END PGP PUBLIC KEY BLOCK-----",
        "",
    ]
    return ending.join(lines).encode()


def holders(folder: Path, *names: str, **more: object) -> KeyHolders:
    return KeyHolders(share_files=[folder / name for name in names], token_file=folder / "token", **more)  # type: ignore[arg-type]


def problems(given: KeyHolders, e2e: Environment) -> list[str]:
    with pytest.raises(InputError) as caught:
        given.keys_for(e2e)
    return [f"{problem.field}: {problem.allowed}" for problem in caught.value.problems]


def test_a_folder_for_each_share_is_enough(e2e: Environment, tmp_path: Path) -> None:
    assert holders(tmp_path, "1/s", "2/s", "3/s", "4/s", "5/s").keys_for(e2e) == {}


def test_two_shares_in_the_clear_never_share_a_folder(e2e: Environment, tmp_path: Path) -> None:
    together = holders(tmp_path, "1/s", "2/s", "3/s", "4/s", "1/../4/other")
    assert problems(together, e2e) == ["share_file: a folder for each share"]


def test_a_link_does_not_make_two_folders_of_one(e2e: Environment, tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").symlink_to(tmp_path / "1")
    assert problems(holders(tmp_path, "1/s", "2/t", "3/s", "4/s", "5/s"), e2e) == [
        "share_file: a folder for each share"
    ]


def test_the_counts_must_be_the_quorums(e2e: Environment, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(KEY)
    assert problems(holders(tmp_path, "1/s", "2/s"), e2e) == ["share_file: 5 files"]
    assert problems(holders(tmp_path, "a", "a", pgp_keys=[key]), e2e) == [
        "share_file: 5 files",
        "pgp_key: none, or 5 keys",
        "share_file: a file for each share",
    ]


def test_a_key_for_a_root_token_that_goes_nowhere_is_a_mistake(e2e: Environment, tmp_path: Path) -> None:
    alone = holders(tmp_path, "1/s", "2/s", "3/s", "4/s", "5/s", root_token_pgp_key=tmp_path / "key")
    assert problems(alone, e2e) == ["root_token_pgp_key: only beside pgp_key"]


@pytest.mark.parametrize("content", [KEY, armoured(KEY), armoured(KEY, "\r\n"), b"text before\n" + armoured(KEY)])
def test_both_forms_of_a_key_are_the_same_to_vault(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    assert base64.b64decode(public_key(file)) == KEY


def test_encrypted_shares_may_lie_together(e2e: Environment, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(KEY)
    given = holders(tmp_path, *"12345", pgp_keys=[file] * 5).keys_for(e2e)
    assert given == {"pgp_keys": [public_key(file)] * 5, "root_token_pgp_key": public_key(file)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ssh-ed25519 AAAA",
        b"\x95\x01\x0d\x04any secret key packet",
        b"\xc5\x01\x0d\x04any secret key packet, new format",
        armoured(KEY).replace(b"PUBLIC", b"PRIVATE"),
        armoured(KEY)[:60],
    ],
)
def test_what_is_no_public_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(InputError, match="as `gpg --export` writes it"):
        public_key(file)


def test_an_absent_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent'\n.*\n.*No such file"):
        public_key(tmp_path / "absent")
