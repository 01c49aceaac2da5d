"""The short table of what a rendering wrote."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from kgc_constructs.synthesis import Synthesised

__all__ = ["show_table"]


def show_table(results: Sequence[Synthesised]) -> None:
    """Print what was made, how much and how long it took."""
    table = Table("environment", "objects", "resources", "files", "seconds", "written to")
    for column in table.columns[1:5]:
        column.justify = "right"
    for result in results:
        table.add_row(
            result.environment,
            str(result.objects),
            str(result.resources),
            str(len(result.files)),
            f"{result.seconds:.2f}",
            str(_folder(result)),
        )
    Console().print(table)


def _folder(result: Synthesised) -> str:
    return str(result.files[-1].parent) if result.files else ""
