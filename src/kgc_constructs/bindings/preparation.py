"""Images built by a process of their own, while Python imports what it does not need them for.

Only a first start, on a cache that lacks them, has anything to build. The largest image takes about as long as
everything that comes before its package is imported, so that the two take turns on two processors. Whoever needs an
image waits for the lock on it, and builds it when nobody has.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

__all__ = ["prepare_ahead", "prepare_now"]

PATIENCE = 5
"""Seconds that the process gets to tidy up when nobody needs it any more."""


def prepare_ahead(packages: Sequence[str]) -> None:
    """Begin to build the images of `packages`, the first of them first; it ends with this process at the latest."""
    if not sys.executable:
        return  # Python is part of another program
    command = [sys.executable, "-P", "-m", "kgc_constructs.bindings", "prepare", *packages]
    nowhere = subprocess.DEVNULL  # what is wrong is told by whoever needs the image
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)  # noqa: S603  # our own
    atexit.register(_end, process, os.getpid())


def prepare_now(packages: Sequence[str]) -> None:
    """What that process does: build one image after the other until its standard input ends.

    Raises:
        NodeError: There is no Node.js.
        OSError: The cache cannot be written, or a package cannot be read.
        ValueError: A package is not what jsii makes.
    """
    from kgc_constructs.bindings.images import prepare  # noqa: PLC0415  # not for those who only begin
    from kgc_constructs.bindings.node import find_node  # noqa: PLC0415
    from kgc_constructs.bindings.preloading import described  # noqa: PLC0415
    from kgc_constructs.bindings.proven import jsii_version  # noqa: PLC0415

    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_input, name="end with the input", daemon=True).start()
    node, version = find_node(), jsii_version()
    for package in packages:
        prepare(node, version, *described(package))


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner or process.stdin is None:
        return  # a forked process must not end what belongs to another
    process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with_input() -> None:
    """Whoever began it holds the other end and writes nothing."""
    with suppress(OSError):
        os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)  # so that nothing half-built stays
