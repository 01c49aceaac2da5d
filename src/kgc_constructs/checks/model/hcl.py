"""Reads HCL 1, the language of Vault's policies.

Vault reads policies with the first version of the language, and libraries for Python read the second, which refuses
some of what Vault takes: quoted keys, a comma after an argument. Hence a reader of our own; see
docs/adr/0030-vault-policies-are-judged-by-an-own-evaluator.md.

Grammar: https://github.com/hashicorp/hcl/blob/hcl1/README.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["Block", "HclError", "Item", "parse"]

_BLANK = re.compile(r"(?:[ \t\r\n]++|(?:\#|//)[^\n]*+|/\*.*?\*/)*+", re.DOTALL)
_TOKEN = re.compile(
    rf"""{_BLANK.pattern}
      (?: (?P<string>"(?:[^"\\\n$]|\\.|\$(?!\{{)|\$\{{[^{{}}]*\}})*")
        | (?P<number>-?(?:0[xX][0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))
        | (?P<word>[^\W\d][\w.-]*)
        | (?P<sign>[{{}}\[\],=])
        | (?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\$\{[^{}]*\}|\\(?:([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
_BOOLEANS = {"true": True, "false": False}
_DEEPEST = 16


class HclError(ValueError):
    """The text is not HCL."""


class Item(NamedTuple):
    """What stands in an object: one key or more, and a value."""

    keys: tuple[str, ...]
    value: Any


class Block(list[Item]):
    """An object; keys may come twice."""


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


def parse(text: str) -> Block:
    """The object that `text` is.

    Raises:
        HclError: when it is none, with the number of the line.
    """
    return _Parser(text).items("end", 0)


def _tokens(text: str) -> Iterator[_Token]:
    place, kind = 0, ""
    while kind != "end":
        match = _TOKEN.match(text, place)
        if match is None:
            wrong = _BLANK.match(text, place)
            place = wrong.end() if wrong else place
            raise HclError(f"{_line(text, place)}: {text[place : place + 20].splitlines()[0]!r} is not understood")
        place, kind = match.end(), str(match.lastgroup)
        yield _Token(kind, match[kind] or "the end", match.start(kind))


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"


class _Parser:
    """Goes through the tokens once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._place = 0

    def items(self, end: str, depth: int) -> Block:
        """Everything up to `end`."""
        if depth > _DEEPEST:
            raise self._wrong("too deep")
        block = Block()
        while not self._takes(end):
            keys = self._keys()
            if self._takes("="):
                if len(keys) > 1:
                    raise self._wrong("an object is expected")
                block.append(Item(keys, self._value(depth)))
            elif self._takes("{"):
                block.append(Item(keys, self.items("}", depth + 1)))
            else:
                raise self._wrong("`=` or `{` is expected")
            self._takes(",")
        return block

    def _keys(self) -> tuple[str, ...]:
        keys = []
        while (token := self._tokens[self._place]).kind in ("word", "string"):
            keys.append(self._unquoted(token) if token.kind == "string" else token.text)
            self._place += 1
        if not keys:
            raise self._wrong("a name is expected")
        return tuple(keys)

    def _value(self, depth: int) -> Any:
        token = self._tokens[self._place]
        self._place += 1
        match token.kind, token.text:
            case "string", _:
                return self._unquoted(token)
            case "number", text:
                return float(text) if re.fullmatch(r"-?[0-9]+(?:\.|[eE]|\.[0-9]+[eE]).*", text) else int(text, 0)
            case "word", ("true" | "false") as word:
                return _BOOLEANS[word]
            case "sign", "{":
                return self.items("}", depth + 1)
            case "sign", "[":
                return self._list(depth + 1)
        self._place -= 1
        raise self._wrong("a value is expected")

    def _list(self, depth: int) -> list[Any]:
        if depth > _DEEPEST:
            raise self._wrong("too deep")
        values: list[Any] = []
        while not self._takes("]"):
            values.append(self._value(depth))
            if not self._takes(",") and self._tokens[self._place].text != "]":
                raise self._wrong("a comma or the end of the list is expected")
        return values

    def _takes(self, sign: str) -> bool:
        token = self._tokens[self._place]
        found = (token.kind, token.text) == ("sign", sign) or token.kind == sign == "end"
        self._place += found
        return found

    def _wrong(self, expected: str) -> HclError:
        token = self._tokens[self._place]
        return HclError(f"{_line(self._text, token.place)}: {expected}, not {token.text}")

    def _unquoted(self, token: _Token) -> str:
        def replaced(match: re.Match[str]) -> str:
            if match[0].startswith("$"):  # an expression stands as it is
                return match[0]
            octal, *codes, letter = match.groups()
            if letter is not None and letter not in _LETTERS:
                raise HclError(f"{_line(self._text, token.place)}: \\{letter} stands for nothing")
            code = next((int(each, 16) for each in codes if each), 0) or int(octal or "0", 8)
            return _LETTERS[letter] if letter is not None else chr(min(code, 0x10FFFF))

        return _ESCAPE.sub(replaced, token.text[1:-1])
