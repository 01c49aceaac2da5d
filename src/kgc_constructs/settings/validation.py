"""How a field's validator refuses a value: with what is allowed and why."""

from __future__ import annotations

from typing import NoReturn

from pydantic_core import PydanticCustomError

__all__ = ["refuse"]


def refuse(allowed: str, reason: str) -> NoReturn:
    """Raise the error that becomes a `Problem` of the field being validated."""
    # Texts go in as context, not as the template: a brace in them would otherwise be read as a placeholder.
    raise PydanticCustomError("setting", "{reason}", {"allowed": allowed, "reason": reason})
