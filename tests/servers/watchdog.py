"""Ends the servers of a test run that was itself killed.

A run that ends by itself stops its servers. One that is killed cannot, so this program, a process of its own, reads
"+<pid>" and "-<pid>" lines from a pipe: when the pipe closes because its writer is gone, it ends what is left.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

_UNTIL_GONE = 5.0  # seconds that the system may take to carry out a KILL


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:  # no /proc on this system, or gone in between
        return not Path("/proc/self/stat").exists()


def end(pid: int, *, patience: float) -> None:
    """TERM to the process group, and KILL to what is left of it after `patience` seconds."""
    for signal_number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, _UNTIL_GONE)):
        try:
            os.killpg(pid, signal_number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)


def watch(lines: Iterable[str]) -> list[int]:
    """The processes left when the writer is gone, the youngest first."""
    left: list[int] = []
    for line in lines:
        pid = int(line[1:])
        if line.startswith("+"):
            left.append(pid)
        else:
            left.remove(pid)
    return left[::-1]


if __name__ == "__main__":
    for orphan in watch(sys.stdin):
        end(orphan, patience=float(sys.argv[1]))
