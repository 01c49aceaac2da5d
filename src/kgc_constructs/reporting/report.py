"""Shows findings in the form that was asked for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

from kgc_constructs.checking import Checked
from kgc_constructs.checks import Rule, Severity
from kgc_constructs.errors import InputError, Problem
from kgc_constructs.publishing import publish_file
from kgc_constructs.reporting.as_json import as_json
from kgc_constructs.reporting.places import Reported, reported
from kgc_constructs.reporting.table import WIDTH, as_table

__all__ = ["counting", "show", "show_page", "unlisted"]


def counting(checked: Iterable[Checked], *, errors_only: bool) -> list[Reported]:
    """Every finding that counts, with its place."""
    results = [each for one in checked for each in reported(one)]
    return [each for each in results if not errors_only or each.finding.rule.severity is Severity.ERROR]


def unlisted(checked: Iterable[Checked], *, errors_only: bool) -> dict[Rule, int]:
    """How often rules are broken besides."""
    counts: Counter[Rule] = Counter()
    for each in checked:
        counts.update(each.verdict.unlisted)
    return {rule: count for rule, count in counts.items() if not errors_only or rule.severity is Severity.ERROR}


def show(  # noqa: PLR0917  # all of them are different things
    form: str,
    checked: Sequence[Checked],
    results: Sequence[Reported],
    besides: Mapping[Rule, int],
    output: Path | None,
    rules_url: str = "",
) -> None:
    """Write the report to standard output, or to `output`, which is replaced as a whole.

    Raises:
        InputError: if `output` cannot be written.
    """
    if form == "table" and output is None:
        as_table(results, besides, Console(width=None if sys.stdout.isatty() else WIDTH))
        return
    text = _text(form, checked, results, besides, rules_url)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        publish_file(text, output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            [Problem(field="--output", value=str(output), allowed="a file that can be written", reason=reason)]
        ) from None


def _text(
    form: str, checked: Sequence[Checked], results: Sequence[Reported], besides: Mapping[Rule, int], rules_url: str
) -> str:
    match form:
        case "sarif":
            from kgc_constructs.reporting.sarif import as_sarif  # noqa: PLC0415  # reads every example

            return as_sarif(results, rules_url, besides)
        case "json":
            return as_json(checked, results, besides)
        case _:
            return as_table(results, besides)


def show_page(text: str) -> None:
    """A page in Markdown: as it is, or set for a terminal."""
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        sys.stdout.write(text)
