"""Whether a server kept what it was sent, in whatever form it writes that down."""

import re
from collections.abc import Mapping
from typing import Any

_UNITS = {"h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def kept(expected: Any, found: Any) -> bool:
    """Whether everything expected was found; more may have been found, and lists may come in another order."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(kept(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return sorted(map(str, expected)) == sorted(map(str, found or []))
    if expected == found or str(expected) == str(found):
        return True
    if expected in ("", False, 0) and found is None:
        return True  # the server leaves out what is empty
    return seconds(expected) is not None and seconds(expected) == seconds(found)


def seconds(value: Any) -> int | None:
    """A duration such as 720h, 1h0m0s, 90 or "90" in seconds; None when it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or not value:
        return None
    if value.isdigit():
        return int(value)
    match = _DURATION.fullmatch(value)
    if match is None:
        return None
    return sum(int(number) * unit for number, unit in zip(match.groups(default="0"), _UNITS.values(), strict=True))
