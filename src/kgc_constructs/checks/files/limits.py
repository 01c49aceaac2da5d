"""How much is read: more than any real folder of manifests holds, and little enough for any machine."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAX_ALIASED", "MAX_BYTES", "MAX_DEPTH", "MAX_FILES", "Budget", "Unreadable"]

MAX_BYTES = 32 * 1024 * 1024
"""Bytes of one file."""
MAX_DEPTH = 100
"""Levels of nesting; a schema of a custom resource has about 40."""
MAX_FILES = 20_000
"""Files of one run."""
MAX_ALIASED = 100_000
"""Values that the aliases of one file may stand for; a few short lines can stand for billions."""
_MAX_VALUES = 4_000_000


class Unreadable(Exception):  # noqa: N818  # a verdict on a file, not on the program
    """A file, or the rest of it, cannot be read."""

    def __init__(self, line: int, value: str, reason: str) -> None:
        super().__init__(reason)
        self.line, self.value, self.reason = line, value, reason


@dataclass
class Budget:
    """Values that may still be read in this run, all files together."""

    values: int = _MAX_VALUES

    def spend(self, line: int) -> None:
        """Take one value off.

        Raises:
            Unreadable: if there is none left.
        """
        self.values -= 1
        if self.values < 0:
            reason = "all files together hold more; check one folder after the other"
            raise Unreadable(line, f"more than {_MAX_VALUES:,} values", reason)
