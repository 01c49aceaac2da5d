"""The line of a place in a document: its text is read a second time, and only when something was found there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kgc_constructs.checks.files.limits import MAX_BYTES, Unreadable
from kgc_constructs.checks.files.texts import text_of
from kgc_constructs.checks.files.yaml_documents import yaml_events

__all__ = ["line_in_file", "line_in_text"]

_STEPS = 10_000  # names with dots can be read in several ways, and aliases lead to one place on many ways


@dataclass(slots=True, eq=False)
class _Node:
    """A value: its line, its text, and what stands below it by key or by number."""

    line: int
    text: str = ""
    below: list[tuple[str, _Node]] = field(default_factory=list)
    is_list: bool = False


@dataclass(slots=True, eq=False)
class _Open:
    """A list or an object that is not complete yet, with the key that waits for its value."""

    node: _Node
    key: str | None = None
    line: int = 0


def line_in_file(file: str, number: int, path: str) -> tuple[int, int]:
    """Line of the place that comes nearest to `path` in a document of a file, and how many characters of it fit."""
    try:
        status = Path(file).stat()
    except (OSError, ValueError):  # gone since it was read, or shown by another name
        return 1, 0
    return _nearest(_tree_of(file, number, (status.st_mtime_ns, status.st_size)), path)


def line_in_text(text: str, number: int, path: str) -> int:
    """As `line_in_file`, of a text."""
    return _nearest(_tree(text, number), path)[0]


@lru_cache(maxsize=8)
def _tree_of(file: str, number: int, _stamp: tuple[int, int]) -> _Node:
    try:
        with Path(file).open("rb") as stream:
            return _tree(text_of(stream.read(MAX_BYTES)), number)
    except (OSError, Unreadable):  # changed since it was read
        return _Node(1)


def _tree(text: str, number: int) -> _Node:
    """The document with this number; an empty one where the text holds none, or cannot be read as YAML."""
    document = -1
    waiting: list[_Open] = []
    anchors: dict[str, _Node] = {}
    try:
        for event in yaml_events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                document, anchors = document + 1, {}
                waiting = [_Open(_Node(1, is_list=True))]
            elif document == number and waiting:
                if isinstance(event, yaml.DocumentEndEvent):
                    return waiting[0].node.below[0][1]
                _take(event, waiting, anchors)
    except Unreadable:  # JSON may hold what YAML does not know
        return _Node(1)
    return _Node(1)


def _take(event: Any, waiting: list[_Open], anchors: dict[str, _Node]) -> None:
    if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        waiting.pop()
        return
    here, line = waiting[-1], _line(event)
    if not here.node.is_list and here.key is None:
        here.key, here.line = getattr(event, "value", ""), line
        return
    line = here.line or line  # a value that begins below its key is found at the key
    if isinstance(event, yaml.AliasEvent):
        node = anchors.get(str(event.anchor), _Node(line))
    else:
        node = _Node(line, getattr(event, "value", ""), is_list=isinstance(event, yaml.SequenceStartEvent))
        if event.anchor:
            anchors[event.anchor] = node
    here.node.below.append((str(len(here.node.below)) if here.node.is_list else str(here.key), node))
    here.key, here.line = None, 0
    if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        waiting.append(_Open(node))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _nearest(root: _Node, path: str) -> tuple[int, int]:
    best, steps = (root.line, 0), _STEPS
    waiting = [(root, path)]
    while waiting and steps > 0:
        node, rest = waiting.pop()
        if len(path) - len(rest) > best[1] or node is root:
            best = node.line, len(path) - len(rest)
        if not rest:
            break
        for key, inner in node.below:
            steps -= 1
            names = (key, *(text.text for name, text in inner.below if name == "name")) if node.is_list else (key,)
            fitting = (name for name in names if rest == name or rest.startswith(f"{name}."))
            waiting += [(inner, rest[len(name) + 1 :]) for name in fitting]
            if key == "<<":
                waiting.append((inner, rest))
    return best
