"""The Python contenders: `python -m benchmarks.render <count> <folder>`.

KGC_PLAIN_BINDINGS=1 makes it the plain one, KGC_BENCHMARK_UNCHECKED=1 the one that neither reads nor checks what it has
rendered.
"""

from __future__ import annotations

from kgc_constructs import synth, synth_all  # first, as environment files have it

# isort: split
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.environments import environments

if os.environ.get("KGC_BENCHMARK_UNCHECKED") == "1":  # at import, so that the processes of a pool do it too
    nothing: Any = SimpleNamespace(kubernetes=(), terraform={})
    reading: Any = SimpleNamespace(Rendered=object, read_rendered=lambda *_: nothing)
    unchecked: Any = SimpleNamespace(
        read_rendered=reading.read_rendered, run_checks=lambda *_: (), facts_of=lambda *_: None
    )
    sys.modules["kgc_constructs.checks"] = unchecked
    sys.modules["kgc_constructs.checks.model"] = unchecked
    sys.modules["kgc_constructs.checks.model.rendered"] = reading


def main(count: int, out: Path) -> None:
    """Render `count` environments below `out`."""
    if count == 1:
        synth(environments(1)[0], out)
    else:
        synth_all(environments(count), out)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
