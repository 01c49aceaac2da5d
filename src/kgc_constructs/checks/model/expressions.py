"""What Terraform's expressions in a stack refer to, and call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgc_constructs.checks.model.texts import Text

__all__ = ["calls_in", "expressions_in", "references_in"]

_LITERAL = re.compile(r'"(?:[^"\\$]|\\.|\$(?!\{))*"')
_NAME = re.compile(r"(?<![\w.\]\)-])(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)")
_LOOP = re.compile(r"\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b")
_BRACE = re.compile("[{}]")
_CALL = re.compile(r"\b([a-z][a-z0-9_]*)\s*\(")


def expressions_in(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """Each `${…}` in `texts` with its path, the braces taken off; `$${` is only a text."""
    for path, text in texts:
        start = 0
        while (start := text.find("${", start)) >= 0:
            end = _end(text, start + 2)
            if start == 0 or text[start - 1] != "$":
                yield path, text[start + 2 : end]
            start = end


def references_in(expression: str) -> Iterator[tuple[str, str]]:
    """Kind and name of each thing that an expression names: `var`, `local`, `module`, a type, or `data.` and a type."""
    bare = _LITERAL.sub('""', expression)
    loops = {name for match in _LOOP.finditer(bare) for name in match.groups() if name}
    for data, kind, name in _NAME.findall(bare):
        if kind not in loops:
            yield f"{data}{kind}", name


def calls_in(expression: str) -> set[str]:
    """Names of the functions that an expression calls."""
    return set(_CALL.findall(_LITERAL.sub('""', expression)))


def _end(text: str, start: int) -> int:
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return len(text)
