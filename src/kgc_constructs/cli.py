"""The `kgc` command. Every command is one library call."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kgc_constructs.apps import load_environment, names_of_apps
from kgc_constructs.commands.arguments import APPS, DIST, AppsFolder, EnvironmentName, Out
from kgc_constructs.commands.checking import check, explain, rules
from kgc_constructs.commands.deployment import deploy, diff
from kgc_constructs.commands.matrix import matrix
from kgc_constructs.commands.vault import vault
from kgc_constructs.errors import EXIT_CODE, InputError
from kgc_constructs.operations import OperationError
from kgc_constructs.starting import start_rendering

app = typer.Typer(
    name="kgc",
    help="Renders and checks environments of the KGC sidecar.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(vault)
app.command()(check)
app.command()(explain)
app.command()(rules)
app.command()(diff)
app.command()(deploy)
app.command()(matrix)


@app.command()
def synth(
    environments: Annotated[
        list[str] | None, typer.Argument(help="Names below apps/, or files; all when left out.")
    ] = None,
    out: Out = DIST,
    apps: AppsFolder = APPS,
) -> None:
    """Render environments to Kubernetes manifests, Terraform JSON and outputs.json."""
    start_rendering()
    from kgc_constructs.commands.written import show_table  # noqa: PLC0415  # rich is only needed here
    from kgc_constructs.synthesis_pool import synth_all  # noqa: PLC0415

    loaded = [load_environment(name, apps) for name in environments or names_of_apps(apps)]
    warnings: list[str] = []
    show_table(synth_all(loaded, out, tell=warnings.append))
    for warning in warnings:
        typer.echo(warning, err=True)


@app.command()
def schema() -> None:
    """Print the JSON Schema of an environment."""
    from kgc_constructs.settings.schema import environment_schema  # noqa: PLC0415  # reads every source

    print(json.dumps(environment_schema(), indent=2, sort_keys=True))


@app.command()
def settings() -> None:
    """Print the page of all settings: original name, field, what is allowed, where it reaches."""
    from kgc_constructs.settings.table import settings_page  # noqa: PLC0415  # reads every source

    print(settings_page(), end="")


@app.command()
def outputs(
    environment: EnvironmentName,
    terraform: Annotated[
        list[Path] | None,
        typer.Option(
            help="Saved `terraform output -json`, or cdktf's outputs file; may be given several times. "
            "Without it, the stacks that were deployed from here are asked."
        ),
    ] = None,
    out: Out = DIST,
    apps: AppsFolder = APPS,
) -> None:
    """Print the outputs of an environment, completed by what Terraform knows after apply."""
    from kgc_constructs.operations.deployment import completed_outputs  # noqa: PLC0415  # loads YAML

    result = completed_outputs(load_environment(environment, apps), out, terraform or ())
    print(result.to_json(), end="")


def main() -> None:
    """Run the command; wrong input ends with its message and exit code 2, a failure outside with 1."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_CODE)
    except OperationError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
