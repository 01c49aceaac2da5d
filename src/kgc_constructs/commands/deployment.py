"""`kgc diff` and `kgc deploy`: from the description to what runs."""

from __future__ import annotations

from typing import Annotated

import typer

from kgc_constructs.apps import load_environment
from kgc_constructs.commands.arguments import APPS, DIST, AppsFolder, EnvironmentName, Out
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment.scope import Part, Scope

__all__ = ["deploy", "diff"]

DIFFERENT = 3
"""How `kgc diff --exit-code` ends when something would change; 1 and 2 are errors."""

Only = Annotated[Part | None, typer.Option(help="Leave the other part out.")]
Stacks = Annotated[list[str] | None, typer.Option("--stack", help="A Terraform stack; all when left out.")]
Context = Annotated[str | None, typer.Option(help="Context of the kubeconfig; the current one when left out.")]


def diff(  # noqa: PLR0917  # typer makes options of them
    environment: EnvironmentName,
    only: Only = None,
    stack: Stacks = None,
    context: Context = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 3 when something would change.")] = False,
    out: Out = DIST,
    apps: AppsFolder = APPS,
) -> None:
    """Show what a deployment would change in cluster and infrastructure; change nothing."""
    from kgc_constructs.operations.deployment import planned  # noqa: PLC0415  # other commands start without it

    scope = Scope(only=only, stacks=tuple(stack or ()), context=context)
    with planned(load_environment(environment, apps), out, scope, lock=False) as plan:
        typer.echo(str(plan))
    if plan and exit_code:
        raise typer.Exit(DIFFERENT)


def deploy(  # noqa: PLR0917  # typer makes options of them
    environment: EnvironmentName,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    only: Only = None,
    stack: Stacks = None,
    context: Context = None,
    smoke_test: Annotated[bool, typer.Option(help="Ask the new version whether it is ready.")] = True,
    rollout_seconds: Annotated[
        int | None, typer.Option(min=1, help="Seconds a rollout may take; worked out from the settings when left out.")
    ] = None,
    out: Out = DIST,
    apps: AppsFolder = APPS,
) -> None:
    """Plan, ask, apply infrastructure and workload, wait, ask the new version; roll the workload back on failure."""
    from kgc_constructs.operations.deployment import Deployment, Plan  # noqa: PLC0415  # see above

    def agree(plan: Plan) -> bool:
        typer.echo(str(plan))
        return yes or typer.confirm("Apply this?")

    deployment = Deployment(
        scope=Scope(only=only, stacks=tuple(stack or ()), context=context),
        agree=agree,
        tell=typer.echo,
        smoke=smoke_test,
        rollout_seconds=rollout_seconds,
    )
    outcome = deployment.run(load_environment(environment, apps), out)
    if not outcome.agreed:
        raise OperationError("Nothing was changed.")
    typer.echo("Deployed." if outcome.changed else "Nothing had to be changed.")
