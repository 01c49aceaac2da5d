"""Waiting for something to become true, with a limit, in place of sleeping and hoping."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class NotInTimeError(AssertionError):
    """What was waited for did not happen within its time."""


def wait_for(probe: Callable[[], T | None], *, what: str, within: float = 60.0, every: float = 0.1) -> T:
    """Ask `probe` every `every` seconds until it answers something true, and return that.

    Args:
        probe: Answers something false until the time has come.
        what: Names the awaited event in the error.
        within: Seconds until the wait is given up.
        every: Seconds between two questions.

    Raises:
        NotInTimeError: Nothing true came within the time.
    """
    deadline = time.monotonic() + within
    while True:
        answer = probe()
        if answer:
            return answer
        if time.monotonic() >= deadline:
            raise NotInTimeError(f"{what}: not within {within:g} s")
        time.sleep(every)
