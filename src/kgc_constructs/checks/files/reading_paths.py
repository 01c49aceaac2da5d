"""Reads folders and files of anybody's manifests and Terraform JSON as the documents that checks judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgc_constructs.checks.files.json_documents import read_json
from kgc_constructs.checks.files.limits import MAX_BYTES, Budget, Unreadable
from kgc_constructs.checks.files.manifests import is_object, objects_in
from kgc_constructs.checks.files.modules import ENDING, modules_of
from kgc_constructs.checks.files.texts import template_at, text_of
from kgc_constructs.checks.files.walking import files_below, shown
from kgc_constructs.checks.files.yaml_documents import YamlReader
from kgc_constructs.checks.model.located import Fault, Located, Place
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.errors import InputError, Problem

__all__ = ["Reading", "read_files", "read_paths"]


@dataclass
class Reading:
    """What was read.

    Attributes:
        files: Files that hold something, or should.
        others: Files without an object of Kubernetes or a block of Terraform, such as values of a chart.
    """

    files: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    _objects: list[Located] = field(default_factory=list)
    _parts: list[tuple[Path, dict[str, Any]]] = field(default_factory=list)
    _faults: list[Fault] = field(default_factory=list)
    _budget: Budget = field(default_factory=Budget)

    @property
    def rendered(self) -> Rendered:
        """The documents, and what is wrong with the files."""
        return Rendered(tuple(self._objects), modules_of(self._parts), tuple(self._faults))

    def take(self, file: Path, content: bytes) -> None:
        """Read one file; a mistake in it is a fault, and the rest of it is left out."""
        name = shown(file)
        before = len(self._objects) + len(self._parts) + len(self._faults)
        text = ""
        try:
            text = text_of(content)
            self._read(file, name, text)
        except Unreadable as error:
            self._fault(error, name, text)
        found = len(self._objects) + len(self._parts) + len(self._faults) > before
        (self.files if found else self.others).append(name)

    def _fault(self, error: Unreadable, file: str, text: str) -> None:
        if (template := template_at(text, error.line)) is None:
            self._faults.append(Fault("unreadable", file, error.line, error.value, error.reason))
        else:
            line, start = template
            reason = "it is a template: render it, and check the result"
            self._faults.append(Fault("template", file, line, start, reason))

    def _read(self, file: Path, name: str, text: str) -> None:
        before = len(self._objects) + len(self._parts)
        repeated: list[tuple[int, str]] = []
        if file.suffix == ".json":
            documents: Iterable[Any] = [read_json(text, self._budget, repeated)]
        else:
            reader = YamlReader(self._budget)
            documents, repeated = reader.documents(text), reader.repeated
        if file.name.endswith(ENDING):
            self._parts += [(file, each) for each in documents if isinstance(each, dict)]
        else:
            self._manifests(name, documents)
        if len(self._objects) + len(self._parts) > before:
            self._faults += [
                Fault("repeated-key", name, line, key, "programs take the first, the last, or refuse the file")
                for line, key in repeated
            ]

    def _manifests(self, name: str, documents: Iterable[Any]) -> None:
        strangers: list[tuple[int, str]] = []
        before = len(self._objects)
        for number, document in enumerate(documents):
            if is_object(document):
                self._objects += objects_in(document, Place(name, number))
            elif document is not None:
                strangers.append((number, type(document).__name__))
        if len(self._objects) > before:  # a file of objects: whatever else stands there was meant to be one
            self._faults += [
                Fault("no-object", name, 1, f"document {number + 1} ({kind})", "the API server cannot be sent it")
                for number, kind in strangers
            ]


def read_files(files: Iterable[tuple[Path, bytes]]) -> Reading:
    """What these files hold."""
    reading = Reading()
    for file, content in files:
        reading.take(file, content)
    return reading


def read_paths(paths: Sequence[Path]) -> Reading:
    """What all files of `paths`, folders and their folders included, hold together.

    Raises:
        InputError: if one of `paths` cannot be read.
    """
    return read_files((file, _content(file)) for file in files_below(paths))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)  # the last one shows that there is more
    except OSError as error:
        problem = Problem(
            field=f"path {shown(file)}",
            value=shown(file),
            allowed="a file that can be read",
            reason=error.strerror or str(error),
        )
        raise InputError([problem], "Not everything can be read") from None
