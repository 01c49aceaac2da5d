"""Reads what Terraform says after apply, in either of the two shapes it comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kgc_constructs.errors import InputError, Problem
from kgc_constructs.outputs.refusing import refused_expressions

__all__ = ["read_terraform_outputs"]

_TERRAFORM_KEYS = {"sensitive", "type", "value"}
_SHAPES = '`terraform output -json` ({"name": {"value": …}}) or cdktf\'s outputs file ({"stack": {…, "name": …}})'
_TITLE = "Terraform's outputs cannot be read"


def read_terraform_outputs(source: Path | str) -> dict[str, Any]:
    """Terraform's outputs by their name.

    Args:
        source: A file, or the text itself when it is a `str`.

    Raises:
        InputError: if there is no such file, it has another shape, an output is sensitive (its value must not be
            written down) or still unresolved, or two stacks give one name different values.
    """
    where = str(source) if isinstance(source, Path) else "(text)"
    document = _parsed(source, where)
    if all(_is_terraform(entry) for entry in document.values()):
        problems = list(_sensitive(document, where))
        outputs = {name: entry["value"] for name, entry in document.items()}
    else:
        problems = list(_misshapen(document, where))
        outputs = _joined(document, where) if not problems else {}
    problems += refused_expressions(outputs, f"{where}: ")
    if problems:
        raise InputError(problems, _TITLE)
    return outputs


def _parsed(source: Path | str, where: str) -> dict[str, Any]:
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        document = json.loads(text)
    except OSError as error:
        raise _failure(where, None, "a file that can be read", str(error.strerror or error)) from None
    except ValueError as error:
        raise _failure(where, None, _SHAPES, f"it is not JSON in UTF-8: {error}") from None
    if not isinstance(document, dict):
        raise _failure(where, type(document).__name__, _SHAPES, "the outermost value is not an object")
    return document


def _is_terraform(entry: object) -> bool:
    return isinstance(entry, dict) and "value" in entry and set(entry) <= _TERRAFORM_KEYS


def _sensitive(document: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name, entry in document.items():
        if entry.get("sensitive"):
            yield Problem(
                field=f"{where}: {name}",
                value="(not shown)",
                allowed="outputs that are not sensitive",
                reason="Terraform writes its value in plain text; remove this output and delete the file",
            )


def _misshapen(document: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name, entry in document.items():
        if not isinstance(entry, dict):
            yield _problem(f"{where}: {name}", type(entry).__name__, _SHAPES, "an object is needed here")
        elif _is_terraform(entry):
            yield _problem(f"{where}: {name}", "{'value': …}", _SHAPES, "the two shapes are mixed in one file")


def _joined(document: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The outputs of all stacks of a cdktf file."""
    outputs: dict[str, Any] = {}
    for path, name, value in _leaves(document):
        if outputs.setdefault(name, value) != value:
            raise _failure(f"{where}: {path}", value, "one value", f"another stack says {outputs[name]!r}")
    return outputs


def _leaves(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Path, name and value of each output: cdktf writes it below its stack and the constructs that it stands in."""
    for name, value in values.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _leaves(value, here)
        else:
            yield here, name, value


def _failure(field: str, value: object, allowed: str, reason: str) -> InputError:
    return InputError([_problem(field, value, allowed, reason)], _TITLE)


def _problem(field: str, value: object, allowed: str, reason: str) -> Problem:
    return Problem(field=field, value=value, allowed=allowed, reason=reason)
