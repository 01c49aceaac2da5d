"""`python -m benchmarks.checks`: what reading and checking cost of a synth, in one warm process.

The same environment is rendered and written, and then what was written is read and checked, in turns. Numbers are
medians, with the smallest and largest in brackets. Then 1, 10 and 100 environments are checked: how long for each?
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.environments import environments
from kgc_constructs import synth
from kgc_constructs.checks import Rendered, check_between, facts_of, read_rendered, run_checks
from kgc_constructs.settings import Environment

__all__ = ["print_growth", "print_share"]

AT_MOST = 0.15
"""What checks may cost of a synth."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checks", description=__doc__)
    parser.add_argument("--environments", type=int, nargs="+", default=[1, 10, 100], metavar="N")
    parser.add_argument("--runs", type=int, default=15, help="turns of synth and checks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kgc-benchmark-") as folder:
        print_share(Path(folder), options.runs)
        print_growth(Path(folder), options.environments)


def print_share(out: Path, runs: int) -> None:
    """One environment: its synth, which includes its checks, against its checks alone."""
    (environment,) = environments(1)
    _synth(environment, out)
    _check(environment, out)
    whole, part = [], []
    for _ in range(runs):
        whole.append(_seconds(lambda: _synth(environment, out)))
        part.append(_seconds(lambda: _check(environment, out)))
    ratio = statistics.median(part) / statistics.median(whole)
    print(f"One environment, both engines, one warm process, {runs} turns")
    print(f"{'synth':28}{_spread(whole):>28}")
    print(f"{'of that, reading and checks':28}{_spread(part):>28}{ratio:>8.1%} (at most {AT_MOST:.0%})")


def print_growth(out: Path, counts: Sequence[int], runs: int = 3) -> None:
    """Several environments, one after the other and then against each other: milliseconds for each."""
    chosen = environments(max(counts))
    for environment in chosen:
        _synth(environment, out)
    print(f"\n{'environments':>12}{'all':>28}{'each':>12}")
    for count in counts:
        walls = [_seconds(partial(_check_all, chosen[:count], out)) for _ in range(runs)]
        print(f"{count:>12}{_spread(walls):>28}{1000 * statistics.median(walls) / count:>9.1f} ms")


def _synth(environment: Environment, out: Path) -> None:
    synth(environment, out, tell=lambda _: None)


def _check(environment: Environment, out: Path) -> Rendered:
    """As a synth of one environment does."""
    folder = out / environment.slug
    rendered = read_rendered(folder / "kubernetes", folder / "terraform")
    run_checks(rendered, environment)
    return rendered


def _check_all(environments: Sequence[Environment], out: Path) -> None:
    """As a synth of several does: each, and then all against each other."""
    check_between([facts_of(each, _check(each, out)) for each in environments])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _spread(values: Sequence[float]) -> str:
    shown = [1000 * each for each in (statistics.median(values), min(values), max(values))]
    return "{:.1f} ({:.1f} to {:.1f}) ms".format(*shown)


if __name__ == "__main__":
    main()
