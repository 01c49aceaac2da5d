"""The commands of `kgc`, one module per group; each command is one library call and what it says about it."""

from __future__ import annotations

__all__: list[str] = []
