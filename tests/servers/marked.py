"""Finds the processes of one run, whoever their parent is by now: each inherits a mark in its environment."""

import os
import uuid
from pathlib import Path


def can_look() -> bool:
    """Whether this system shows the environments of processes."""
    return Path("/proc/self/environ").exists()


def new_mark() -> dict[str, str]:
    """A variable for the environment of a run, unlike that of any other; a run inside another carries both."""
    return {f"KGC_RUN_{uuid.uuid4().hex}": "1"}


def parent_of(process: int) -> int | None:
    """The parent of a process, or None when the process has ended."""
    try:
        after_the_name = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(after_the_name.split()[1])


def processes_with(mark: dict[str, str]) -> dict[int, str]:
    """The names of the processes that carry the mark, by process id; one that only waits to be reaped is none."""
    (entry,) = (f"{name}={value}".encode() for name, value in mark.items())
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if entry in (process / "environ").read_bytes().split(b"\0") and int(process.name) != os.getpid():
                command = (process / "cmdline").read_bytes().split(b"\0")[0].decode()
                found[int(process.name)] = Path(command).name
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it ended meanwhile, or is somebody else's
    return found
