"""Files for secrets: theirs alone, never overwritten, all or none."""

import contextlib
import os
import stat
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations.owner_files import read_owner_file, reserve


def test_a_written_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        with reserve([tmp_path / "a"], "file") as (file,):
            file.write(b"secret")
    finally:
        os.umask(previous)
    assert (tmp_path / "a").read_bytes() == b"secret"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_room_is_set_aside_before_anything_is_written(tmp_path: Path) -> None:
    with reserve([tmp_path / "a"], "file"):
        assert (tmp_path / "a").stat().st_blocks * 512 >= 16_384


def test_of_several_all_are_made_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match="none is ever overwritten"), reserve([tmp_path / "a", tmp_path / "b"], "file"):
        pytest.fail("there is nothing to do here")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_text(encoding="utf-8") == "precious"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="none is ever overwritten"), reserve([tmp_path / "link"], "file"):
        pytest.fail("there is nothing to do here")
    assert not (tmp_path / "elsewhere").exists()


def test_what_was_written_stays_when_a_later_step_fails(tmp_path: Path) -> None:
    with contextlib.suppress(ZeroDivisionError), reserve([tmp_path / "a", tmp_path / "b"], "file") as (first, _):
        first.write(b"share")
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_read(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "share"
    file.write_text("share\n", encoding="utf-8")
    file.chmod(mode)
    assert read_owner_file(file, "share_file") == "share"


@pytest.mark.parametrize(
    ("text", "mode", "reason"), [("x", 0o640, "chmod 600"), ("x", 0o601, "chmod"), (" \n", 0o600, "empty")]
)
def test_other_files_are_refused(tmp_path: Path, text: str, mode: int, reason: str) -> None:
    file = tmp_path / "share"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    with pytest.raises(InputError, match=reason):
        read_owner_file(file, "share_file")


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_owner_file(tmp_path / "absent", "share_file")
