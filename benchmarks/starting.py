"""How long first runs take: after set-up with cold disk caches, and with nothing prepared; and what imports cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.environments import ROOT
from benchmarks.measuring import measure
from benchmarks.printing import spread_of

__all__ = ["print_imports", "print_starts"]

IMPORTS = ("kgc_constructs", "kgc_constructs.settings")


def print_starts(fast: Contender, runs: int) -> None:
    """One line for each way to start, all in turns."""
    walls: dict[str, list[float]] = {"warm": [], "first after set-up": [], "nothing prepared": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="kgc-benchmark-") as scratch:
            empty = _apart(fast.variables, Path(scratch, "empty"))
            walls["nothing prepared"].append(_wall(fast, empty, scratch))
            fresh = _apart(fast.variables, Path(scratch, "fresh"))
            set_up = (sys.executable, "-m", "kgc_constructs.bindings", "warm")
            subprocess.run(set_up, cwd=ROOT, env=fresh, check=True, stdout=subprocess.DEVNULL)
            _forget(Path(scratch, "fresh"))
            walls["first after set-up"].append(_wall(fast, fresh, scratch))
            _wall(fast, fast.variables, scratch)
            walls["warm"].append(_wall(fast, fast.variables, scratch))
    print(f"\nStarts of one environment, both engines, {runs} runs in turns")
    for name, values in walls.items():
        print(
            f"{name:20}{spread_of(values, 's'):>24}{statistics.median(values) / statistics.median(walls['warm']):>7.2f}"
        )


def print_imports(variables: Mapping[str, str], runs: int) -> None:
    """What an import takes longer than starting Python alone."""
    walls: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _ in range(runs):
        alone = measure((sys.executable, "-c", ""), variables, ROOT).wall
        for name, values in walls.items():
            values.append(1000 * (measure((sys.executable, "-c", f"import {name}"), variables, ROOT).wall - alone))
    print(f"\nImports, {runs} runs in turns")
    for name, values in walls.items():
        print(f"{name:24}{spread_of(values, 'ms'):>20}")


def _apart(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The same, with an empty cache and without any compiled Python."""
    return {**variables, "KGC_CACHE_DIR": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "compiled-python")}


def _wall(fast: Contender, variables: Mapping[str, str], scratch: str) -> float:
    return measure([*fast.command, f"{scratch}/out"], variables, ROOT).wall


def _forget(folder: Path) -> None:
    """Let the operating system read everything below `folder` from the disk again."""
    files: Sequence[Path] = [path for path in folder.rglob("*") if path.is_file()]
    os.sync()
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
