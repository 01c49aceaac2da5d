"""Keeps values that are not filled in out of the outputs: `${…}` in a file would be taken for the value itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.errors import Problem
from kgc_constructs.tokens import UNRESOLVED, unresolved

__all__ = ["refused_expressions"]

_EXPRESSION = re.compile(rf"[$%#]\{{|{UNRESOLVED.pattern}", re.IGNORECASE)


def refused_expressions(values: object, source: str = "") -> Iterator[Problem]:
    """One problem for each expression below `values`; `source` is put before the name of the field."""
    for path, value in unresolved(values, _EXPRESSION):
        yield Problem(
            field=f"{source}{path}",
            value=value,
            allowed="a value that is known",
            reason="it is an expression that Terraform has not filled in; apply the stack and read its outputs again",
        )
