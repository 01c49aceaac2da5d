"""Terraform's template language, as far as we render it: references, lists, objects and a few functions."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.tokens import Token, expression_end, tokens_of

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "jsonencode": lambda value: json.dumps(value, separators=(",", ":"), sort_keys=True),
    "replace": lambda text, old, new: str(text).replace(old, new),
    "trimspace": lambda text: str(text).strip(),
    "urlencode": lambda text: quote_plus(str(text)),
}
_CONSTANTS = {"true": True, "false": False, "null": None}
_ESCAPES = {"$${": "${", "%%{": "%{"}
_PIECE = re.compile(r"\$\$\{|%%\{|\$\{|%\{")

Lookup = Callable[[tuple[str, ...]], Any]


def resolved(value: Any, lookup: Lookup) -> Any:
    """`value` with every template in it filled in; `lookup` answers references such as ("var", "name")."""
    if isinstance(value, str):
        return _template(value, lookup)
    if isinstance(value, list):
        return [resolved(item, lookup) for item in value]
    if isinstance(value, Mapping):
        return {key: resolved(item, lookup) for key, item in value.items()}
    return value


def references_in(value: Any) -> set[tuple[str, ...]]:
    """The references that `value` makes, without asking what they stand for."""
    found: set[tuple[str, ...]] = set()

    def note(path: tuple[str, ...]) -> str:
        found.add(path)
        return ""

    resolved(value, note)
    return found


def _template(text: str, lookup: Lookup, *, quoted: bool = False) -> Any:
    pieces = list(_pieces(text, lookup, quoted))
    if len(pieces) == 1:
        return pieces[0]  # a template of one expression keeps the expression's type
    return "".join(piece if isinstance(piece, str) else json.dumps(piece) for piece in pieces)


def _pieces(text: str, lookup: Lookup, quoted: bool) -> Iterator[Any]:
    """Literal parts and the values of expressions; in a quoted string the literal parts have escapes."""
    position = 0
    while (match := _PIECE.search(text, position)) is not None:
        if match.start() > position:
            yield _literal(text[position : match.start()], quoted)
        position = match.end()
        if match.group() in _ESCAPES:
            yield _ESCAPES[match.group()]
        elif match.group() == "%{":
            raise ApplierError(f"a template directive is not known: {text!r}")
        else:
            position = expression_end(text, match.end())
            yield _Parser(tokens_of(text[match.end() : position - 1]), lookup).whole()
    if position < len(text) or not text:
        yield _literal(text[position:], quoted)


def _literal(text: str, quoted: bool) -> str:
    value: str = json.loads(f'"{text}"', strict=False) if quoted else text  # the escapes are those of JSON
    return value


class _Parser:
    """Reads one expression and computes it on the way."""

    def __init__(self, tokens: list[Token], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup

    def whole(self) -> Any:
        value = self._value()
        if self._tokens:
            raise ApplierError(f"not understood in an expression: {self._tokens[0].text!r}")
        return value

    def _value(self) -> Any:
        token = self._take()
        readers: dict[str, Callable[[str], Any]] = {
            "string": lambda text: _template(text, self._lookup, quoted=True),
            "number": json.loads,
            "name": self._named,
            "mark": self._collection,
        }
        return readers[token.kind](token.text)

    def _named(self, name: str) -> Any:
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        return self._call(name) if self._next() == "(" else self._reference(name)

    def _collection(self, mark: str) -> Any:
        if mark == "[":
            return self._items("]", self._value)
        if mark == "{":
            return dict(self._items("}", self._entry))
        raise ApplierError(f"not understood in an expression: {mark!r}")

    def _call(self, name: str) -> Any:
        self._take("(")
        arguments = self._items(")", self._value)
        if name not in _FUNCTIONS:
            raise ApplierError(f"the function {name} is not known")
        return _FUNCTIONS[name](*arguments)

    def _reference(self, name: str) -> Any:
        path = [name]
        while self._next() in (".", "["):
            if self._take().text == ".":
                path.append(self._take().text)
            else:
                path.append(str(self._value()))
                self._take("]")
        return self._lookup(tuple(path))

    def _entry(self) -> tuple[str, Any]:
        key = self._take()
        if self._next() not in ("=", ":"):
            raise ApplierError(f"an object's entry {key.text!r} has no value")
        self._take()
        return _literal(key.text, key.kind == "string"), self._value()

    def _items(self, end: str, item: Callable[[], Any]) -> list[Any]:
        found = []
        while self._next() != end:
            found.append(item())
            if self._next() == ",":
                self._take()
        self._take(end)
        return found

    def _next(self) -> str | None:
        return self._tokens[0].text if self._tokens else None

    def _take(self, expected: str | None = None) -> Token:
        if not self._tokens or (expected is not None and self._tokens[0].text != expected):
            raise ApplierError(f"expected {expected or 'more'} in an expression, found {self._next()!r}")
        return self._tokens.pop(0)
