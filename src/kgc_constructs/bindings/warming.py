"""Fills the caches ahead of the first synth: imports what the library's constructs import."""

from __future__ import annotations

from importlib import import_module

from kgc_constructs.bindings.activation import activate

__all__ = ["warm"]


def warm() -> None:
    """Prepare everything that the constructs of this library need.

    Raises:
        NodeError: Node.js is missing or too old.
        OSError: The cache folder cannot be written.
    """
    activate()
    for module in ("kgc_constructs.kubernetes", "kgc_constructs.terraform"):
        import_module(module)
