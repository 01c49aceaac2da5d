"""How arguments are written down for the kernel: as jsii does it, but plain values at once and structs without blanks.

A provider's struct has dozens of optional properties, most of which nobody gives. jsii sends each of them as null,
which the kernel takes for not given.
"""

from __future__ import annotations

from typing import Any

from jsii import _kernel

__all__ = ["write_arguments_fast"]

_PLAIN = frozenset({bool, float, int, str, type(None)})
_original = _kernel._make_reference_for_native


def write_arguments_fast() -> None:
    """Let jsii's own function be asked only about what is neither plain nor a struct."""
    _kernel._make_reference_for_native = _written  # type: ignore[assignment]  # which names its arguments otherwise


def _written(kernel: Any, value: Any) -> Any:
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if kind is list:
        return [_written(kernel, each) for each in value]
    if kind is dict:
        return {"$jsii.map": {key: _written(kernel, each) for key, each in value.items()}}
    names = getattr(kind, "__jsii_name_mapping__", None)
    if names is None:
        return _original(kernel, value)
    data = {}
    for python_name, name in names.items():
        each = getattr(value, python_name)
        if each is not None:
            data[name] = _written(kernel, each)
    return {"$jsii.struct": {"fqn": kind.__jsii_type__, "data": data}}
