"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["APPS", "DIST", "AppsFolder", "EnvironmentName", "Out"]

APPS = Path("apps")
DIST = Path("dist")

AppsFolder = Annotated[Path, typer.Option("--apps", help="Folder of the environment files.")]
EnvironmentName = Annotated[str, typer.Argument(metavar="ENV", help="Name below apps/, or a file.")]
Out = Annotated[Path, typer.Option(help="Folder to render into.")]
