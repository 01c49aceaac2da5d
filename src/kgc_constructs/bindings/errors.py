"""What can go wrong between Python and Node.js, in one sentence each."""

from __future__ import annotations

import warnings

__all__ = ["BindingsWarning", "NodeError", "fall_back"]

COST = "a synth then takes about 20 seconds and 1.5 GB more"


class NodeError(RuntimeError):
    """Node.js is missing, too old, or ended while it was needed."""


class BindingsWarning(RuntimeWarning):
    """The fast start is not used; the result is the same, only slower."""


def fall_back(reason: str) -> None:
    """Say once, and what it costs, that the bindings load the plain way."""
    warnings.warn(f"The bindings load the plain way, because {reason}; {COST}.", BindingsWarning, stacklevel=2)
