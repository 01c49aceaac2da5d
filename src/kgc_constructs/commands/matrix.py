"""`kgc matrix`: who may talk to whom, and who may read which secret."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kgc_constructs.apps import load_environment
from kgc_constructs.commands.arguments import APPS, AppsFolder, EnvironmentName

__all__ = ["matrix"]


class Format(StrEnum):
    """How the matrices are shown."""

    TABLE = "table"
    JSON = "json"
    SVG = "svg"


def matrix(
    environment: EnvironmentName,
    form: Annotated[
        Format | None, typer.Option("--format", help="By the output's ending when left out, else tables.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write instead of printing.")] = None,
    apps: AppsFolder = APPS,
) -> None:
    """Show who may talk to whom and who may read which secret, as tables, as JSON or as one picture."""
    from kgc_constructs.matrix import facts_of  # noqa: PLC0415  # other commands start without it
    from kgc_constructs.matrix.showing import shown  # noqa: PLC0415
    from kgc_constructs.rendering import render  # noqa: PLC0415

    settings = load_environment(environment, apps)
    facts = facts_of(render(settings), f"{settings.app_name} in {settings.slug}")
    endings = {f".{each}": each for each in (Format.JSON, Format.SVG)}
    text = shown(facts, form or endings.get(output.suffix if output else "", Format.TABLE))
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)
