"""How often things may be held against each other: more than any real folder needs, and little enough to wait for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TooMuch", "Work"]

_MOST = 1_000_000


class TooMuch(Exception):  # noqa: N818  # a verdict on a folder, not on the program
    """So many things go with so many others that judging them all would take too long."""


@dataclass
class Work:
    """What may still be compared.

    Where everything goes with everything, as where thousands of Services select the same thousands of pods, no index
    helps.
    """

    left: int = _MOST

    def spend(self, count: int) -> None:
        """Take some off.

        Raises:
            TooMuch: if there is not enough left.
        """
        self.left -= count
        if self.left < 0:
            raise TooMuch
