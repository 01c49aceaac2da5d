"""Numbers as the API writes them: plain, as text, or as a share of something."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

__all__ = ["share", "whole"]

_DIGITS = 18  # more than any count of pods or seconds has


def whole(value: Any) -> int | None:
    """`value` when it is a whole number, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = str(value)
    plain = isinstance(value, str) and text.isascii() and len(text) <= _DIGITS and text.removeprefix("-").isdigit()
    return int(text) if plain else None


def share(value: Any, of: int, *, up: bool = True) -> int | None:
    """A number, or a percentage of `of` (API `IntOrString`), rounded up unless told otherwise; None when neither."""
    if isinstance(value, str) and value.endswith("%"):
        percent = whole(value[:-1])
        rounding = ROUND_CEILING if up else ROUND_FLOOR
        return None if percent is None else int((Decimal(percent) * of / 100).to_integral_value(rounding))
    return whole(value)
