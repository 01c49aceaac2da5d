"""Which methods of a class of ours JavaScript must call, found out once for each class.

jsii looks through all names of the class for every object, and a tree has dozens of one class.
"""

from __future__ import annotations

from typing import Any

from jsii import _kernel
from jsii._kernel.types import Override

__all__ = ["remember_overrides"]

_original = _kernel._get_overides
_known: dict[tuple[type, type, tuple[int, ...]], list[Override]] = {}


def remember_overrides() -> None:
    """Let jsii's own function be asked only about classes that are new, or have got new names."""
    _kernel._get_overides = _overrides  # type: ignore[assignment]  # which names its arguments otherwise


def _overrides(declared: type, value: Any) -> list[Override]:
    kind = type(value)
    key = declared, kind, tuple(len(each.__dict__) for each in kind.__mro__)
    if key not in _known:
        _known[key] = _original(declared, value)
    return _known[key]
