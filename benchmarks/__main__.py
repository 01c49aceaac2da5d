"""`python -m benchmarks`: who renders 1, 10 and 100 environments in what time and memory.

All contenders take turns, so that whatever else the machine does meets all of them. Numbers are medians, with the
smallest and largest in brackets; ratios compare medians with those of JavaScript.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.contenders import Contender, contenders
from benchmarks.environments import ROOT
from benchmarks.equality import same_documents
from benchmarks.measuring import Measured, measure
from kgc_constructs.bindings import cache_dir

Series = dict[str, list[Measured]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--environments", type=int, nargs="+", default=[1, 10, 100], metavar="N")
    parser.add_argument("--runs", type=int, default=7, help="measured runs of JavaScript and of the fast way")
    parser.add_argument("--plain-runs", type=int, default=1, help="measured runs of the plain way; 0 leaves it out")
    options = parser.parse_args()
    folder = cache_dir().parent / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    for count in options.environments:
        chosen = contenders(count, folder)
        runs = {"JavaScript": options.runs, "fast": options.runs, "plain": options.plain_runs}
        with tempfile.TemporaryDirectory(prefix="kgc-benchmark-") as out:
            print_table(count, take_turns(chosen, runs, Path(out)))


def take_turns(chosen: Sequence[Contender], runs: dict[str, int], out: Path) -> Series:
    """Warm every contender up once, compare what they have written, then measure them in turns."""
    wanted = [contender for contender in chosen if runs[contender.name]]
    for contender in wanted:
        run(contender, out)
    for contender in wanted[1:]:
        same_documents(out / wanted[0].name, out / contender.name)
    series: Series = {contender.name: [] for contender in wanted}
    for turn in range(max(runs.values())):
        for contender in wanted:
            if turn < runs[contender.name]:
                series[contender.name].append(run(contender, out))
    return series


def run(contender: Contender, out: Path) -> Measured:
    """One run into an empty folder."""
    target = out / contender.name
    shutil.rmtree(target, ignore_errors=True)
    return measure([*contender.command, str(target)], contender.variables, ROOT)


def print_table(count: int, series: Series) -> None:
    """One line for each contender."""
    print(f"\n{count} environment{'s' if count > 1 else ''}, both engines, {len(series['fast'])} runs in turns")
    print(f"{'':12}{'wall':>24}{'ratio':>7}{'processor':>12}{'peak memory':>18}{'ratio':>7}")
    base = series["JavaScript"]
    for name, measured in series.items():
        print(
            f"{name:12}"
            f"{spread(measured, lambda each: each.wall, 's'):>24}{ratio(measured, base, lambda each: each.wall):>7}"
            f"{statistics.median(each.processor for each in measured):>10.2f} s"
            f"{spread(measured, lambda each: each.memory / 1e6, 'MB'):>18}"
            f"{ratio(measured, base, lambda each: each.memory):>7}"
        )


def spread(measured: Sequence[Measured], of: Callable[[Measured], float], unit: str) -> str:
    """Median, smallest and largest."""
    values = sorted(map(of, measured))
    digits = 2 if unit == "s" else 0
    return f"{statistics.median(values):.{digits}f} ({values[0]:.{digits}f} to {values[-1]:.{digits}f}) {unit}"


def ratio(measured: Sequence[Measured], base: Sequence[Measured], of: Callable[[Measured], float]) -> str:
    """The medians' ratio."""
    return f"{statistics.median(map(of, measured)) / statistics.median(map(of, base)):.2f}"


if __name__ == "__main__":
    main()
