"""The line of a place in a document: its text is read a second time, and only when something was found there."""

from __future__ import annotations

from collections.abc import Iterator
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

_DOTS = 20  # in a name; host names and keys of labels have a few


@dataclass(slots=True, eq=False)
class _Node:
    """A value: its line, its text, and what stands below it by key or by number."""

    line: int
    text: str = ""
    below: list[tuple[str, _Node]] = field(default_factory=list)
    is_list: bool = False
    _named: dict[str, list[_Node]] | None = None

    def named(self) -> dict[str, list[_Node]]:
        """What stands below by its key; in a list, by its number and by the name that it says."""
        if self._named is None:
            self._named = {}
            for key, inner in self.below:
                own = (text.text for name, text in inner.below if name == "name") if self.is_list else ()
                for name in dict.fromkeys((key, *own)):
                    self._named.setdefault(name, []).append(inner)
        return self._named


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
    return _nearest(_trees_of(file, (status.st_mtime_ns, status.st_size)).tree(number), path)


def line_in_text(text: str, number: int, path: str) -> int:
    """As `line_in_file`, of a text."""
    return _nearest(_Trees(text).tree(number), path)[0]


class _Trees:
    """The documents of a text, of which only the last one that was asked for is kept."""

    def __init__(self, text: str) -> None:
        self._text, self._number, self._last = text, -1, _Node(1)
        self._waiting = _trees(text)

    def tree(self, number: int) -> _Node:
        """The document with this number; an empty one where the text holds none, or cannot be read as YAML."""
        if number < self._number:
            self._number, self._waiting = -1, _trees(self._text)
        while self._number < number and (found := next(self._waiting, None)) is not None:
            self._number, self._last = self._number + 1, found
        return self._last if self._number == number else _Node(1)


@lru_cache(maxsize=4)
def _trees_of(file: str, _stamp: tuple[int, int]) -> _Trees:
    try:
        with Path(file).open("rb") as stream:
            return _Trees(text_of(stream.read(MAX_BYTES)))
    except (OSError, Unreadable):  # changed since it was read
        return _Trees("")


def _trees(text: str) -> Iterator[_Node]:
    waiting: list[_Open] = []
    anchors: dict[str, _Node] = {}
    try:
        for event in yaml_events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                anchors, waiting = {}, [_Open(_Node(1, is_list=True))]
            elif isinstance(event, yaml.DocumentEndEvent):
                yield waiting.pop().node.below[0][1]
            elif waiting:
                _take(event, waiting, anchors)
    except Unreadable:  # JSON may hold what YAML does not know
        return


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
        named = node.named()
        for name in _beginnings(rest):
            steps -= 1
            waiting += [(inner, rest[len(name) + 1 :]) for inner in named.get(name, ())]
        waiting += [(inner, rest) for inner in named.get("<<", ())]
    return best


def _beginnings(path: str) -> Iterator[str]:
    """The first name of a path, and the first ones together: a name may hold dots."""
    place = -1
    for _ in range(_DOTS):
        place = path.find(".", place + 1)
        yield path if place < 0 else path[:place]
        if place < 0:
            return
