"""What a machine lacks: a skip that says what to install, which continuous integration does not tolerate."""

import os
import shutil
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

T = TypeVar("T")


def lacking(what: str, *, install: str, tolerated: bool = False) -> NoReturn:
    """Skip the test, naming what would let it run; with `CI=true` it fails, unless the lack is `tolerated`."""
    reason = f"needs {what}; install {install}"
    if os.environ.get("CI", "").lower() == "true" and not tolerated:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def need(found: T | None, what: str, *, install: str, tolerated: bool = False) -> T:
    """What was found, or the end of the test with a reason."""
    if found is None:
        lacking(what, install=install, tolerated=tolerated)
    return found


def program(name: str, *folders: Path) -> Path | None:
    """Where a program is: in one of `folders`, or else on the PATH."""
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return folder / name
    found = shutil.which(name)
    return None if found is None else Path(found)
