"""`kgc check`, `kgc explain` and `kgc rules`: what is wrong, what a rule means, and the pages of all rules."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kgc_constructs.commands.arguments import APPS, AppsFolder
from kgc_constructs.errors import InputError, Problem

__all__ = ["check", "explain", "rules"]

FOUND = 1
"""How `kgc check` ends when something was found; 2 says that it could not run."""


class Format(StrEnum):
    """What a report is for."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"


class Least(StrEnum):
    """The least severity that counts."""

    ERROR = "error"
    WARNING = "warning"


def check(  # noqa: PLR0917  # typer makes options of them
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ENV|PATH]...",
            help="Environments by name or file, and files or folders of manifests and Terraform JSON; "
            "every environment when left out.",
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="For people, for programs, or for a code host.")
    ] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="File to write instead of standard output.")] = None,
    severity: Annotated[
        Least, typer.Option(help="Least severity that counts; what is below is left out.")
    ] = Least.WARNING,
    silences: Annotated[
        Path | None, typer.Option(help="YAML list of rule, object and reason: what paths break on purpose.")
    ] = None,
    rules_url: Annotated[
        str, typer.Option(envvar="KGC_RULES_URL", help="Where docs/rules is served: SARIF leads there.")
    ] = "",
    apps: AppsFolder = APPS,
) -> None:
    """Say what is wrong in environments, or in anybody's manifests; write nothing but the report.

    Ends with 0 when nothing was found, 1 when something was, and 2 when it could not run.
    """
    from kgc_constructs.checking import check_all  # noqa: PLC0415  # other commands start without it
    from kgc_constructs.reporting.report import counting, show, unlisted  # noqa: PLC0415
    from kgc_constructs.silence_files import read_silences  # noqa: PLC0415

    checked = check_all(what or (), apps, read_silences(silences) if silences else ())
    errors_only = severity is Least.ERROR
    results = counting(checked, errors_only=errors_only)
    show(form.value, checked, results, unlisted(checked, errors_only=errors_only), output, rules_url)
    if any(not each.silenced for each in results):
        raise typer.Exit(FOUND)


def explain(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="Its id; all rules when left out.")] = None,
) -> None:
    """Say what a rule wants, why, and how a bad and a good example look."""
    from kgc_constructs.checks.pages import index_page, page_of  # noqa: PLC0415  # reads every example
    from kgc_constructs.checks.registry import RULES  # noqa: PLC0415
    from kgc_constructs.reporting.report import show_page  # noqa: PLC0415

    if rule is None:
        show_page(index_page())
        return
    if rule not in RULES:
        near = get_close_matches(rule, RULES, 3, 0.4)
        raise InputError(
            [
                Problem(
                    field="rule",
                    value=rule,
                    allowed=f"one of {', '.join(near)}" if near else "an id that `kgc explain` lists",
                    reason="there is no rule of this id",
                )
            ]
        )
    show_page(page_of(RULES[rule]))


def rules(
    folder: Annotated[Path, typer.Argument(help="Folder that is to hold the pages, and no others.")] = Path(
        "docs/rules"
    ),
) -> None:
    """Write the page of each rule and their index."""
    from kgc_constructs.checks.pages import pages  # noqa: PLC0415  # reads every example
    from kgc_constructs.publishing import publish_file  # noqa: PLC0415

    written = [publish_file(text, folder / name) for name, text in pages().items()]
    for old in folder.glob("*.md"):
        if old not in written:
            old.unlink()
