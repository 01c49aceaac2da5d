"""What was found, for people, for programs and for the pages of a code host."""

from __future__ import annotations

__all__: list[str] = []
