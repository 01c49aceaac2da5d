"""The words of a Terraform expression."""

import re
from dataclasses import dataclass

from tests.e2e.applier.errors import ApplierError

_TOKEN = re.compile(
    r"""(?P<number>-?\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_-]*)
      | (?P<mark>[.,:=(){}\[\]])
    """,
    re.VERBOSE,
)
_OPENINGS = ("${", "%{")
_ESCAPED_OPENINGS = ("$${", "%%{")


@dataclass(frozen=True)
class Token:
    """One word and its kind: string (without its quotes, its escapes as written), number, name or mark."""

    kind: str
    text: str


def tokens_of(expression: str) -> list[Token]:
    """The words of an expression; anything else, an operator for one, is refused."""
    found: list[Token] = []
    position = 0
    while position < len(expression):
        if expression[position].isspace():
            position += 1
        elif expression[position] == '"':
            end = string_end(expression, position)
            found.append(Token("string", expression[position + 1 : end - 1]))
            position = end
        else:
            match = _TOKEN.match(expression, position)
            if match is None or match.lastgroup is None:
                rest = expression[position : position + 30]
                raise ApplierError(f"not understood at {rest!r} of the expression {expression!r}")
            found.append(Token(match.lastgroup, match.group(match.lastgroup)))
            position = match.end()
    return found


def string_end(text: str, start: int) -> int:
    """The place after the string that begins at `start`; an expression inside it may hold strings of its own."""
    position = start + 1
    while position < len(text):
        if text[position] == '"':
            return position + 1
        if text.startswith(_ESCAPED_OPENINGS, position):
            position += 3
        elif text.startswith(_OPENINGS, position):
            position = expression_end(text, position + 2)
        else:
            position += 2 if text[position] == "\\" else 1
    raise ApplierError(f"a string does not end: {text[start:]!r}")


def expression_end(text: str, start: int) -> int:
    """The place after the `}` that ends the expression begun at `start`."""
    depth, position = 1, start
    while position < len(text):
        if text[position] == '"':
            position = string_end(text, position)
            continue
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        position += 1
        if depth == 0:
            return position
    raise ApplierError(f"an expression does not end: {text!r}")
