"""Waiting for something to become true, never for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

from kgc_constructs.operations.errors import OperationError

__all__ = ["until"]

_PAUSE_SECONDS = 0.2


def until(happened: Callable[[], bool], what: str, seconds: float) -> None:
    """Ask `happened` again and again until it says yes; at least once, whatever `seconds` is.

    Raises:
        OperationError: if it does not within `seconds`; `what` names it.
    """
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise OperationError(f"{what}: not within {seconds:g} s.")
        time.sleep(_PAUSE_SECONDS)
