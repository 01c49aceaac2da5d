"""The facts in one of three forms."""

from __future__ import annotations

from rich.console import Console

from kgc_constructs.matrix.data import as_json
from kgc_constructs.matrix.drawing import drawn
from kgc_constructs.matrix.facts import Facts
from kgc_constructs.matrix.tables import secret_table, talk_table

__all__ = ["shown"]


def shown(facts: Facts, form: str) -> str:
    """The text of `facts`: `json`, `svg`, or two tables as wide as the terminal."""
    if form == "json":
        return as_json(facts)
    if form == "svg":
        return drawn(facts)
    console = Console()
    with console.capture() as capture:
        console.print(talk_table(facts, console.width), secret_table(facts, console.width))
    return capture.get()
