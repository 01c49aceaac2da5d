"""The Python contenders: `python -m benchmarks.render <count> <folder>`, the plain one with KGC_PLAIN_BINDINGS=1."""

from __future__ import annotations

import sys
from pathlib import Path

from kgc_constructs import synth, synth_all  # first, as environment files have it

# isort: split
from benchmarks.environments import environments


def main(count: int, out: Path) -> None:
    """Render `count` environments below `out`."""
    if count == 1:
        synth(environments(1)[0], out)
    else:
        synth_all(environments(count), out)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
