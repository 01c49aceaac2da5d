"""`kgc matrix`: who may talk to whom, and who may read which secret."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgc_constructs.apps import load_environment, names_of_apps
from kgc_constructs.commands.arguments import APPS, AppsFolder

if TYPE_CHECKING:
    from kgc_constructs.checks import Rendered

__all__ = ["matrix"]


class Format(StrEnum):
    """How the matrices are shown."""

    TABLE = "table"
    JSON = "json"
    SVG = "svg"


def matrix(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="ENV|PATH...",
            help="An environment by name or file, or files and folders of manifests and Terraform JSON, seen together.",
        ),
    ],
    form: Annotated[
        Format | None, typer.Option("--format", help="By the output's ending when left out, else tables.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write instead of printing.")] = None,
    apps: AppsFolder = APPS,
) -> None:
    """Show who may talk to whom and who may read which secret, as tables, as JSON or as one picture."""
    from kgc_constructs.matrix import facts_of  # noqa: PLC0415  # other commands start without it
    from kgc_constructs.matrix.showing import shown  # noqa: PLC0415

    facts = facts_of(*_documents(what, apps))
    endings = {f".{each}": each for each in (Format.JSON, Format.SVG)}
    text = shown(facts, form or endings.get(output.suffix if output else "", Format.TABLE))
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)


def _documents(what: list[str], apps: Path) -> tuple[Rendered, str]:
    """The documents of one environment, or those that lie in paths; and what to call them."""
    (first, *others) = what
    if not others and (first in names_of_apps(apps) or first.endswith(".py") or not Path(first).exists()):
        from kgc_constructs.rendering import render  # noqa: PLC0415  # files from elsewhere need no engine

        settings = load_environment(first, apps)
        return render(settings), f"{settings.app_name} in {settings.slug}"
    from kgc_constructs.checking import check_paths  # noqa: PLC0415

    return check_paths([Path(each) for each in what]).rendered, ", ".join(what)
