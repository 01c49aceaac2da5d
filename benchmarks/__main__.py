"""`python -m benchmarks`: who renders 1, 10 and 100 environments in what time and memory, and how fast all starts.

All contenders take turns, so that whatever else the machine does meets all of them. Numbers are medians, with the
smallest and largest in brackets; ratios compare medians with those of JavaScript, or of the warm start.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import Contender, contenders
from benchmarks.environments import ROOT
from benchmarks.equality import same_documents
from benchmarks.measuring import Measured, measure
from benchmarks.printing import print_table
from benchmarks.starting import print_imports, print_starts
from kgc_constructs.bindings import cache_dir

Series = dict[str, list[Measured]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--environments", type=int, nargs="*", default=[1, 10, 100], metavar="N")
    parser.add_argument(
        "--runs", type=int, default=7, help="measured runs of JavaScript, of the fast way and of imports"
    )
    parser.add_argument(
        "--checks", action=argparse.BooleanOptionalAction, default=True, help="measure synth without its checks, too"
    )
    parser.add_argument("--plain-runs", type=int, default=1, help="measured runs of the plain way; 0 leaves it out")
    parser.add_argument("--start-runs", type=int, default=3, help="measured first runs; 0 leaves them out")
    options = parser.parse_args()
    folder = cache_dir().parent / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    runs = {
        "JavaScript": options.runs,
        "fast": options.runs,
        "unchecked": options.runs if options.checks else 0,
        "plain": options.plain_runs,
    }
    for count in options.environments:
        title = f"{count} environment{'s' if count > 1 else ''}, both engines, {options.runs} runs in turns"
        with tempfile.TemporaryDirectory(prefix="kgc-benchmark-") as out:
            print_table(title, take_turns(contenders(count, folder), runs, Path(out)))
    if options.start_runs:
        fast = next(each for each in contenders(1, folder) if each.name == "fast")
        print_starts(fast, options.start_runs)
        print_imports(fast.variables, options.runs)


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


if __name__ == "__main__":
    main()
