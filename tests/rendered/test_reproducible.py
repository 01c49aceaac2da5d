"""The same bytes, whoever renders, wherever and whenever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import APPS


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def render(cwd: Path, **variables: str) -> dict[str, bytes]:
    cwd.mkdir()
    subprocess.run(
        [sys.executable, str(APPS / "production.py")],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": "random", **variables},
        check=True,
        capture_output=True,
    )
    return files_of(cwd / "dist" / "production")


def test_another_folder_user_time_zone_and_language_change_nothing(tmp_path: Path) -> None:
    here = render(tmp_path / "here", TZ="UTC", LANG="C", USER="one")
    (tmp_path / "home").mkdir()
    there = render(
        tmp_path / "there",
        TZ="Pacific/Auckland",
        LANG="de_DE.UTF-8",
        USER="two",
        XDG_CONFIG_HOME=str(tmp_path / "home"),
    )
    assert here == there
    assert len(here) >= 4


def test_rendering_again_into_the_same_folder_changes_nothing(tmp_path: Path) -> None:
    once = render(tmp_path / "once")
    subprocess.run(
        [sys.executable, str(APPS / "production.py")], cwd=tmp_path / "once", check=True, capture_output=True
    )
    assert files_of(tmp_path / "once" / "dist" / "production") == once


def test_nothing_of_this_machine_is_written(tmp_path: Path) -> None:
    for name, content in render(tmp_path / "here").items():
        for trace in (str(tmp_path), str(Path.home()), str(APPS.parent), os.uname().nodename):
            assert trace.encode() not in content, f"{trace} in {name}"
