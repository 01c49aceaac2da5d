"""The words of a Terraform expression."""

import json
import re
from dataclasses import dataclass

from tests.e2e.applier.errors import ApplierError

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_-]*)
      | (?P<mark>[.,:=(){}\[\]])
    )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One word and its kind: string, number, name or mark."""

    kind: str
    text: str


def tokens_of(expression: str) -> list[Token]:
    """The words of an expression; anything else, an operator for one, is refused."""
    found: list[Token] = []
    position = 0
    text = expression.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ApplierError(f"not understood at {text[position : position + 30]!r} of the expression {expression!r}")
        found.append(Token(match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return found


def unquoted(string: str) -> str:
    """The text of a string token: its escapes are those of JSON."""
    text: str = json.loads(string, strict=False)
    return text
