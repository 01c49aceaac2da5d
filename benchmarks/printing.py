"""Medians, spreads and ratios as text."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks.measuring import Measured

__all__ = ["print_table", "spread_of"]

Of = Callable[[Measured], float]


def print_table(title: str, series: dict[str, list[Measured]]) -> None:
    """One line for each contender, and what the checks cost."""
    print(f"\n{title}")
    print(f"{'':12}{'wall':>24}{'ratio':>7}{'processor':>12}{'peak memory':>20}{'ratio':>7}")
    base = series["JavaScript"]
    for name, measured in series.items():
        print(
            f"{name:12}"
            f"{spread_of(list(map(_wall, measured)), 's'):>24}{_ratio(measured, base, _wall):>7.2f}"
            f"{statistics.median(each.processor for each in measured):>10.2f} s"
            f"{spread_of(list(map(_megabytes, measured)), 'MB'):>20}{_ratio(measured, base, _megabytes):>7.2f}"
        )
    if "unchecked" in series:
        share = 1 - _ratio(series["unchecked"], series["fast"], _wall)
        of_processor = 1 - _ratio(series["unchecked"], series["fast"], lambda each: each.processor)
        print(f"The checks take {share:.1%} of the wall time, {of_processor:.1%} of the processor time.")


def spread_of(values: Sequence[float], unit: str) -> str:
    """Median, smallest and largest."""
    digits = 2 if unit == "s" else 0
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f}) {unit}"


def _wall(measured: Measured) -> float:
    return measured.wall


def _megabytes(measured: Measured) -> float:
    return measured.memory / 1e6


def _ratio(measured: Sequence[Measured], base: Sequence[Measured], of: Of) -> float:
    """The medians' ratio."""
    return statistics.median(map(of, measured)) / statistics.median(map(of, base))
