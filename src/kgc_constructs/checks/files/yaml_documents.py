"""Reads YAML as data, whatever somebody put into it: event by event, without recursion, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from kgc_constructs.checks.files.limits import MAX_ALIASED, MAX_DEPTH, Budget, Unreadable
from kgc_constructs.checks.files.scalars import as_key, plain, tagged

__all__ = ["Repeated", "YamlReader", "yaml_events"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTAINERS = {None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "set", "omap", "pairs"))}
_NONE, _MERGE = object(), object()
Repeated = tuple[int, str]
"""Line and key."""


def yaml_events(text: str) -> Iterator[Any]:
    """The events of a YAML text, with a mistake as `Unreadable`."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(line, "no YAML", str(error.problem or error.context)) from None
    except yaml.YAMLError as error:
        raise Unreadable(1, "no YAML", " ".join(str(error).split())) from None


@dataclass
class _Open:
    """A list or an object that is not complete yet."""

    content: Any
    anchor: str | None
    key: Any = _NONE
    size: int = 1
    merged: list[dict[str, Any]] = field(default_factory=list)


class YamlReader:
    """The documents of one text.

    Attributes:
        repeated: Keys that stand twice in one object.
    """

    def __init__(self, budget: Budget) -> None:
        self.repeated: list[Repeated] = []
        self._budget = budget
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliased = 0

    def documents(self, text: str) -> Iterator[Any]:
        """One value for each document.

        Raises:
            Unreadable: at the first place that cannot be read.
        """
        for event in yaml_events(text):
            line = event.start_mark.line + 1
            match event:
                case yaml.ScalarEvent():
                    value = self._scalar(event, line)
                    if event.anchor:
                        self._anchors[event.anchor] = value, 1
                    self._add(value, 1, line)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._start(event, line)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._end(line)
                case yaml.AliasEvent():
                    self._add(*self._alias(str(event.anchor), line), line)
                case yaml.DocumentStartEvent():
                    self._anchors, self._open = {}, [_Open([], None)]
                case yaml.DocumentEndEvent():
                    yield from self._open.pop().content

    def _scalar(self, event: Any, line: int) -> Any:
        self._budget.spend(line)
        text = event.value
        try:
            if event.tag in (None, "!"):
                if not event.implicit[0]:
                    return text
                is_merge = text == "<<" and self._open[-1].key is _NONE and isinstance(self._open[-1].content, dict)
                return _MERGE if is_merge else plain(text)
            return tagged(event.tag, text)
        except ValueError as error:
            raise Unreadable(line, text[:60], str(error)) from None
        except KeyError:
            raise Unreadable(line, str(event.tag), "only plain data is read, no objects of a program") from None

    def _start(self, event: Any, line: int) -> None:
        self._budget.spend(line)
        if event.tag not in _CONTAINERS:
            raise Unreadable(line, str(event.tag), "only plain data is read, no objects of a program")
        if len(self._open) > MAX_DEPTH:
            raise Unreadable(line, f"more than {MAX_DEPTH} levels", "no object of an API is nested so deeply")
        self._open.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor))
        if event.anchor:
            self._anchors[event.anchor] = _NONE, 0

    def _end(self, line: int) -> None:
        done = self._open.pop()
        content = done.content
        if done.merged:
            content = {}
            for inherited in reversed(done.merged):  # what is named first wins, and own keys win over all
                content.update(inherited)
            content.update(done.content)
        if done.anchor:
            self._anchors[done.anchor] = content, done.size
        self._add(content, done.size, line)

    def _alias(self, anchor: str, line: int) -> tuple[Any, int]:
        value, size = self._anchors.get(anchor, (None, 0))
        if size == 0:
            reason = "it stands inside what it names" if value is _NONE else "nothing before it has this anchor"
            raise Unreadable(line, f"*{anchor}", reason)
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            reason = "a few lines would become an endless text; write it out, or generate it"
            raise Unreadable(line, f"aliases that stand for more than {MAX_ALIASED:,} values", reason)
        return value, size

    def _add(self, value: Any, size: int, line: int) -> None:
        parent = self._open[-1]
        parent.size += size
        if isinstance(parent.content, list):
            parent.content.append(value)
        elif parent.key is _NONE:
            if isinstance(value, dict | list):
                raise Unreadable(line, "an object as a key", "JSON has only texts as keys")
            parent.key = value if value is _MERGE else as_key(value)
        else:
            self._set(parent, value, line)
            parent.key = _NONE

    def _set(self, parent: _Open, value: Any, line: int) -> None:
        if parent.key is _MERGE:
            inherited = value if isinstance(value, list) else [value]
            if not all(isinstance(each, dict) for each in inherited):
                raise Unreadable(line, "<<", "only objects can be merged into an object")
            parent.merged += inherited
            return
        if parent.key in parent.content:
            self.repeated.append((line, parent.key))
        parent.content[parent.key] = value
