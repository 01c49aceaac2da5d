"""A construct that renders one of several choices, used with settings that chose another."""

from __future__ import annotations

from typing import TypeVar

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings import Settings

__all__ = ["chosen"]

Kind = TypeVar("Kind", bound=Settings)


def chosen(choice: Settings | None, wanted: type[Kind], field: str) -> Kind:
    """`choice`, which must be of the kind `wanted`.

    Raises:
        SettingsError: when the settings chose nothing or something else.
    """
    if isinstance(choice, wanted):
        return choice
    problem = Problem(
        field=field,
        value=type(choice).__name__ if choice else None,
        allowed=wanted.__name__,
        reason="this construct renders that choice and no other",
    )
    raise SettingsError([problem])
