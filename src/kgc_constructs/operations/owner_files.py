"""Files for secrets: only their owner may read them, none is overwritten, and their place is sure beforehand."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kgc_constructs.operations.errors import missing_input

__all__ = ["ReservedFile", "read_owner_file", "reserve"]

_OWNER_ONLY = 0o600
_ROOM = 16_384
"""Bytes set aside for each file: more than an encrypted share or a token takes."""


class ReservedFile:
    """A file that exists, empty, with room on the disk: writing to it later cannot fail for want of either."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _OWNER_ONLY)
        os.fchmod(self._handle, _OWNER_ONLY)
        os.posix_fallocate(self._handle, 0, _ROOM)
        self.written = False

    def write(self, content: bytes) -> None:
        """Fill it, and return only when the disk has it."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        os.ftruncate(self._handle, len(content))
        os.fsync(self._handle)
        self.written = True

    def close(self) -> None:
        """Let go of it; one that was never written disappears."""
        os.close(self._handle)
        if not self.written:
            self.path.unlink()


@contextlib.contextmanager
def reserve(paths: Sequence[Path], field: str) -> Iterator[list[ReservedFile]]:
    """Make all of `paths`, or none; `field` is what a person calls them.

    Raises:
        InputError: if one exists already or cannot be made. Nothing is left behind then.
    """
    with contextlib.ExitStack() as stack:
        files = []
        for path in paths:
            try:
                file = ReservedFile(path)
            except FileExistsError:
                raise missing_input(
                    field, str(path), "a file that does not exist", "none is ever overwritten"
                ) from None
            except OSError as error:
                reason = f"it cannot be made: {error.strerror}"
                raise missing_input(field, str(path), "a file in a folder of yours", reason) from None
            stack.callback(file.close)
            files.append(file)
        yield files


def read_owner_file(path: Path, field: str) -> str:
    """The text of a secret's file.

    Raises:
        InputError: if it cannot be read, is empty, or others may read it.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise missing_input(field, str(path), "a file that can be read", str(error.strerror)) from None
    with os.fdopen(handle, encoding="utf-8", errors="replace") as file:
        others = os.fstat(file.fileno()).st_mode & 0o077
        if others:
            reason = f"others than its owner may read it; after `chmod 600 {path}` they may not"
            raise missing_input(field, str(path), "a file for its owner alone", reason)
        text = file.read().strip()
    if not text:
        raise missing_input(field, str(path), "a file with one share or token", "it is empty")
    return text
