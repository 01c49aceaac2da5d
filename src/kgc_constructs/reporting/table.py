"""Findings as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kgc_constructs.checks import Rule
from kgc_constructs.reporting.places import Reported
from kgc_constructs.reporting.wording import clean, found_in_words, place_in_words

__all__ = ["WIDTH", "as_table"]

WIDTH = 120
"""Columns, where no terminal says how many it has."""
_COLOURS = {"error": "bold red", "warning": "yellow"}


def as_table(results: Sequence[Reported], besides: Mapping[Rule, int], console: Console | None = None) -> str:
    """Each finding with its rule, its place and what to do; on `console` with colours, else as plain text."""
    table = Table("where", "what", show_lines=True, expand=True)
    table.columns[0].ratio, table.columns[1].ratio = 2, 3
    for column in table.columns:
        column.overflow = "fold"
    shown = [each for each in results if not each.silenced]
    for each in shown:
        table.add_row(_where(each), _what(each))
    plain = StringIO()
    target = console or Console(file=plain, width=WIDTH)
    if shown:
        target.print(table)
    for line in _summary(results, besides):
        target.print(line, highlight=False)
    return plain.getvalue()


def _where(reported: Reported) -> Text:
    finding = reported.finding
    target = f"{reported.environment}: {finding.target}" if reported.environment else finding.target
    return Text("\n".join(filter(None, (clean(target), clean(finding.path), place_in_words(reported)))))


def _what(reported: Reported) -> Text:
    finding = reported.finding
    lines = [("found", found_in_words(reported)), ("needed", clean(finding.allowed)), ("why", clean(finding.reason))]
    if finding.rule.settings:
        lines.append(("change", ", ".join(finding.rule.settings)))
    severity = finding.rule.severity.value
    head = Text.assemble((severity, _COLOURS[severity]), f" {finding.rule.id}")
    return Text("\n").join([head, *(Text(f"{name + ':':8}{text}") for name, text in lines)])


def _summary(results: Sequence[Reported], besides: Mapping[Rule, int]) -> Iterator[str]:
    counted = dict.fromkeys(_COLOURS, 0)
    for each in results:
        if not each.silenced:
            counted[each.finding.rule.severity.value] += 1
    for rule, count in besides.items():
        counted[rule.severity.value] += count
        yield f"{rule.id}: {count:,} more are not listed"
    parts = [f"{count:,} {name}{'s' if count != 1 else ''}" for name, count in counted.items() if count]
    silenced = sum(1 for each in results if each.silenced)
    text = ", ".join(parts) or "nothing found"
    yield f"{text}; {silenced} silenced" if silenced else text
