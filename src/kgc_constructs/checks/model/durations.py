"""Lengths of time as Vault writes them."""

from __future__ import annotations

import re

__all__ = ["seconds"]

_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h)")
_WHOLE = re.compile(rf"([+-]?)((?:{_PART.pattern})+)")
_DAYS = re.compile(r"([0-9]+)d")
_DAY = 86400.0


def seconds(value: object) -> float | None:
    """The seconds of `90`, `"90"`, `"1m30s"` or `"2d"`, or None when it is none of these."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(int(value))
    text = str(value).strip()
    if re.fullmatch(r"-?[0-9]*", text):
        return float(text or 0)
    if days := _DAYS.fullmatch(text):
        return int(days[1]) * _DAY
    if whole := _WHOLE.fullmatch(text):
        total = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(whole[2]))
        return -total if whole[1] == "-" else total
    return None
