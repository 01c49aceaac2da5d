"""Reads silences for manifests from elsewhere, which no environment describes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kgc_constructs.checks.files.limits import MAX_BYTES, Budget, Unreadable
from kgc_constructs.checks.files.texts import text_of
from kgc_constructs.checks.files.yaml_documents import YamlReader
from kgc_constructs.errors import InputError, Problem
from kgc_constructs.settings import SettingsError, Silence
from kgc_constructs.settings.silences import repeated

__all__ = ["read_silences"]

_SHAPE = "a YAML list of objects with rule, object and reason"


def read_silences(file: Path) -> tuple[Silence, ...]:
    """The silences in a file: a list, each with rule, object and reason.

    Raises:
        InputError: with everything that is wrong with it.
    """
    silences: list[Silence] = []
    problems: list[Problem] = []
    for number, each in enumerate(_listed(file)):
        try:
            silences.append(Silence(**each))
        except SettingsError as error:
            problems += [problem.under(str(number)) for problem in error.problems]
        except TypeError:  # no object, or one with keys that are no names
            problems.append(Problem(field=str(number), value=each, allowed=_SHAPE, reason="it is something else"))
    problems = problems or list(repeated(silences))
    if problems:
        raise InputError(problems, f"The silences in {file} are not valid")
    return tuple(silences)


def _listed(file: Path) -> list[Any]:
    try:
        with file.open("rb") as stream:
            documents = list(YamlReader(Budget()).documents(text_of(stream.read(MAX_BYTES + 1))))
    except OSError as error:
        raise _failure(file, str(file), error.strerror or str(error)) from None
    except Unreadable as error:
        raise _failure(file, error.value, f"line {error.line}: {error.reason}") from None
    content = documents[0] if documents else None
    if len(documents) > 1 or not isinstance(content, list | None):
        raise _failure(file, type(content).__name__, "it is something else")
    return content or []


def _failure(file: Path, value: str, reason: str) -> InputError:
    return InputError(
        [Problem(field="--silences", value=value, allowed=_SHAPE, reason=reason)], f"{file} cannot be read"
    )
