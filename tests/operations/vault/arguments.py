"""What everybody on this machine sees of the processes that run: their arguments."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def arguments_seen() -> Iterator[set[bytes]]:
    """The arguments of all processes that run before the block ends, each process as one text."""
    seen: set[bytes] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
                    seen.add((process / "cmdline").read_bytes().replace(b"\0", b" "))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()
