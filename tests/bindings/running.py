"""Runs Python programs as a person does, each in a session of its own, and sees what they leave running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.waiting import NotInTimeError, wait_for

__all__ = ["Ended", "ended", "left_of", "run", "shared", "start"]

NOT_INHERITED = ("CDK8S_", "CDKTF_", "JSII_", "KGC_PLAIN", "PYTEST")


@dataclass(frozen=True)
class Ended:
    """How a program ended, what it said, and the session that it and all its children were in."""

    code: int
    out: str
    err: str
    session: int

    def told(self) -> list[str]:
        """The lines it has complained in."""
        return self.err.splitlines()


def start(*arguments: str | Path, folder: Path, **variables: str) -> subprocess.Popen[str]:
    """Start Python; whoever starts it also waits for it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env=inherited | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for it."""
    with process:
        out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err, process.pid)


def run(*arguments: str | Path, folder: Path, **variables: str) -> Ended:
    """Run Python to its end."""
    return ended(start(*arguments, folder=folder, **variables))


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder for all processes of this test run, and of no other run."""
    folder = factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def left_of(session: int) -> list[str]:
    """What of a session still runs although it had time to end."""
    with suppress(NotInTimeError):
        wait_for(lambda: not list(_running(session)), what="everything ends", within=10)
    return list(_running(session))


def _running(session: int) -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            state, _, _, belongs_to = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(belongs_to) == session and state != "Z":
                yield (folder / "cmdline").read_text().replace("\0", " ")
