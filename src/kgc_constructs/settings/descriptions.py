"""What a field means: the text under it. Read from the source only when somebody asks, since that is slow."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

__all__ = ["description_of"]


def description_of(model: type[BaseModel], field: str) -> str:
    """The text under `field` in `model`, or in the model it inherits the field from; empty when there is none."""
    for owner in model.__mro__:
        if field in inspect.get_annotations(owner):
            return _texts(owner).get(field, "")
    return ""


@cache
def _texts(owner: type) -> dict[str, str]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    texts = {}
    if isinstance(definition, ast.ClassDef):
        for statement, below in pairwise(definition.body):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                texts[statement.target.id] = inspect.cleandoc(str(below.value.value))
    return texts
