"""Reads arguments of a Terraform stack, references between its resources followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kgc_constructs.checks.model.reading import at

__all__ = ["followed", "unescaped"]

_REFERENCE = re.compile(r"\$\{([a-z0-9_]+)\.([A-Za-z0-9_-]+)\.([a-z0-9_]+)\}")
_DEPTH = 8  # references that refer to each other must not be followed for ever


def followed(stack: Mapping[str, Any], value: Any, depth: int = _DEPTH) -> Any:
    """`value` with each `${type.name.argument}` replaced by what that resource says, where it says it."""
    if not isinstance(value, str) or depth == 0:
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        found = _argument(stack, whole)
        return value if found is None else followed(stack, found, depth - 1)
    return _REFERENCE.sub(lambda match: str(followed(stack, _argument(stack, match) or match[0], depth - 1)), value)


def unescaped(text: str) -> str:
    """`text` as Terraform hands it on: `$${` and `%%{` are how it writes `${` and `%{`."""
    return text.replace("$${", "${").replace("%%{", "%{")


def _argument(stack: Mapping[str, Any], match: re.Match[str]) -> Any:
    return at(stack, f"resource.{match[1]}.{match[2]}.{match[3]}")
