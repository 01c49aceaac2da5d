"""Node.js started ahead, while Python still imports the settings, which takes as long as Node.js takes to be ready.

Whoever renders takes the process over; when nobody does, it is ended and nobody has noticed.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kgc_constructs.bindings.node import ENV_NODE, Node
from kgc_constructs.bindings.node_process import NodeProcess

__all__ = ["discard", "nothing_early", "start", "take"]

_waiting: list[tuple[NodeProcess, object]] = []
_forbidden: list[bool] = []


def start(begin: Callable[[], NodeProcess]) -> NodeProcess | None:
    """Start Node.js by `begin`, unless it has been started or is forbidden now."""
    if _waiting or _forbidden:
        return None
    process = begin()
    atexit.register(discard)
    _waiting.append((process, _surroundings()))
    return process


def take(node: Node) -> NodeProcess | None:
    """The process that was started ahead, if it is what would be started now."""
    for process, surroundings in _waiting:
        if process.node == node and process.owner == os.getpid() and surroundings == _surroundings():
            atexit.unregister(discard)
            _waiting.clear()
            return process
    discard()
    return None


def discard() -> None:
    """End the process, which has done nothing yet."""
    for process, _ in _waiting:
        process.kill()
    _waiting.clear()


@contextmanager
def nothing_early() -> Iterator[None]:
    """Start nothing ahead for a while: a program is being read by somebody who may not render it."""
    _forbidden.append(True)
    try:
        yield
    finally:
        _forbidden.pop()


def _surroundings() -> object:
    """What Node.js takes over from this process when it starts."""
    return {name: value for name, value in os.environ.items() if name != ENV_NODE}, os.getcwd()
