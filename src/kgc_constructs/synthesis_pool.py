"""Renders many environments: one after the other when few, in several processes when many."""

from __future__ import annotations

import os
from collections.abc import Sequence

from kgc_constructs.settings import Environment
from kgc_constructs.synthesis import DEFAULT_OUT, Synthesised, synth

__all__ = ["synth_all"]


def synth_all(environments: Sequence[Environment], out: str | os.PathLike[str] = DEFAULT_OUT) -> list[Synthesised]:
    """Render every environment below `out`, in the order given."""
    return [synth(environment, out) for environment in environments]
