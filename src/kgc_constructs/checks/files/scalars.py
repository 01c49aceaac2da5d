"""What a text without quotes means in YAML, as the programs that read manifests take it."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite
from typing import Any

import yaml

__all__ = ["as_key", "plain", "tagged"]

_TAG = "tag:yaml.org,2002:"
_RESOLVERS: dict[str | None, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
_TRUE = {"yes", "true", "on"}
_LONGEST = 64  # no number, no truth value and no null is longer
_TEXTS = {"str", "binary", "timestamp"}  # JSON has no bytes and no dates


@lru_cache(maxsize=65536)
def _short(text: str) -> Any:
    for tag, pattern in _RESOLVERS.get(text[:1], []) + _RESOLVERS.get(None, []):
        if pattern.match(text):
            return _value(tag.removeprefix(_TAG), text)
    return text


def plain(text: str) -> Any:
    """The value of `text`, written without quotes.

    Raises:
        ValueError: if it is a number that JSON does not have.
    """
    return _short(text) if len(text) <= _LONGEST else text


def tagged(tag: str, text: str) -> Any:
    """The value of `text` with a tag of its own.

    Raises:
        ValueError: if it is not of that kind.
        KeyError: if the tag stands for something that is no plain data.
    """
    kind = tag.removeprefix(_TAG)
    if kind not in {*_TEXTS, "int", "float", "bool", "null"}:
        raise KeyError(tag)
    return _value(kind, text)


def as_key(value: Any) -> str:
    """A key as JSON has it: a text."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _value(kind: str, text: str) -> Any:
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() in _TRUE
        case "int":
            return text if ":" in text else _integer(text.replace("_", ""))  # 1:30 is a time or a mapping of ports
        case "float":
            return text if ":" in text else _float(text.replace("_", "").lower())
        case _:
            return text


def _integer(text: str) -> int:
    digits = text.lstrip("+-")
    sign = -1 if text.startswith("-") else 1
    for prefix, base in (("0b", 2), ("0x", 16), ("0o", 8), ("0", 8)):
        if digits.startswith(prefix) and digits != "0":
            return sign * int(digits.removeprefix(prefix), base)
    return sign * int(digits)


def _float(text: str) -> float:
    number = float(text.replace(".inf", "inf").replace(".nan", "nan"))
    if not isfinite(number):
        raise ValueError("JSON has no such number, so the API server never gets it")
    return number
