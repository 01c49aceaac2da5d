"""Finds the files to read below folders: in the same order each time, each once, and in finite time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from kgc_constructs.checks.files.limits import MAX_FILES
from kgc_constructs.errors import InputError, Problem

__all__ = ["ENDINGS", "files_below", "shown"]

ENDINGS = (".yaml", ".yml", ".json")
_TITLE = "Not everything can be read"
_FOREIGN = {"node_modules", "__pycache__"}  # what other programs put there, as they do into folders with a dot


def shown(path: str | os.PathLike[str]) -> str:
    """A path as a report can hold it: UTF-8 on one line, relative to the working directory where it lies below."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    text = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)
    folder = f"{Path.cwd()}{os.sep}"
    return text.removeprefix(folder) if text.startswith(folder) else text


def files_below(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file of `paths`, and of the folders among them.

    Raises:
        InputError: if one of `paths` cannot be read, all of them at once; if there are too many files, or a folder on
            the way is closed: nobody should take a part for the whole.
    """
    problems = [problem for path in paths for problem in _problems(path)]
    if problems:
        raise InputError(problems, _TITLE)
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for file in [path] if path.is_file() else _below(path, seen):
            identity = file.stat().st_dev, file.stat().st_ino
            if identity not in seen:
                seen.add(identity)
                if len(seen) > MAX_FILES:
                    found = f"more than {MAX_FILES:,} files and folders"
                    raise _failure(path, found, "a smaller folder", "check one folder after the other")
                yield file


def _failure(path: Path, value: str, allowed: str, reason: str) -> InputError:
    return InputError([Problem(field=f"path {shown(path)}", value=value, allowed=allowed, reason=reason)], _TITLE)


def _problems(path: Path) -> Iterator[Problem]:
    allowed = f"a folder, or a file that ends in {', '.join(ENDINGS)}"
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        elif not stat.S_ISREG(mode):
            yield Problem(field="path", value=shown(path), allowed=allowed, reason="it is neither file nor folder")
        elif path.suffix not in ENDINGS:
            yield Problem(field="path", value=shown(path), allowed=allowed, reason="nothing is known of such files")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Problem(field="path", value=shown(path), allowed=allowed, reason=reason)


def _below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder, links followed; a folder that was visited is not visited again."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            raise _failure(here, shown(here), "a folder that can be read", error.strerror or str(error)) from None
        folders = []
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _FOREIGN:
                continue
            if _is_folder(entry):
                folders.append(Path(entry.path))
            elif entry.name.endswith(ENDINGS) and not _is_special(entry):
                yield Path(entry.path)
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links that lead in a circle
        return False


def _is_special(entry: os.DirEntry[str]) -> bool:
    """Whether reading would wait for ever, or find nothing: a pipe, a device, a link to nowhere."""
    try:
        return not entry.is_file()
    except OSError:
        return True
