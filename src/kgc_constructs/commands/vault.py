"""`kgc vault`: the Vault of an environment, from the first share to the next rotation."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kgc_constructs.apps import load_environment
from kgc_constructs.commands.arguments import APPS, AppsFolder, EnvironmentName
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.owner_files import read_owner_file
from kgc_constructs.operations.vault import (
    KeyHolders,
    SealStatus,
    VaultServer,
    bootstrap,
    initialise,
    retire,
    rotate,
    seed,
    session,
    unseal,
)
from kgc_constructs.operations.vault.retirement import GRACE
from kgc_constructs.operations.vault.rotation import MIN_AGE
from kgc_constructs.operations.vault.server import token_of
from kgc_constructs.settings.vault_names import JWT_FILE_VARIABLE

__all__ = ["vault"]

vault = typer.Typer(name="vault", help="Keeps the Vault of an environment.", no_args_is_help=True)

TokenFile = Annotated[Path, typer.Option("--token-file", help="New file, for its owner alone, for the token.")]
SecretName = Annotated[str | None, typer.Argument(metavar="[SECRET]", help="One secret; all when left out.")]
PodToken = Annotated[
    Path | None,
    typer.Option(
        "--jwt-file", envvar=JWT_FILE_VARIABLE, help="In the rotation's pod: its projected service-account token."
    ),
]


@vault.command("init")
def init_command(
    *,
    environment: EnvironmentName,
    share_file: Annotated[list[Path], typer.Option(help="New file for one share; one option per share.")],
    token_file: TokenFile,
    pgp_key: Annotated[
        list[Path] | None, typer.Option(help="Public key that a share is encrypted to; one option per share.")
    ] = None,
    root_token_pgp_key: Annotated[
        Path | None, typer.Option(help="Public key for the root token; the first holder's when left out.")
    ] = None,
    apps: AppsFolder = APPS,
) -> None:
    """Initialise a Vault: split its root key, hand out the shares, leave no root token behind."""
    settings = load_environment(environment, apps)
    holders = KeyHolders(
        share_files=share_file, token_file=token_file, pgp_keys=pgp_key or (), root_token_pgp_key=root_token_pgp_key
    )
    done = initialise(VaultServer.of(settings), settings, holders)
    if done.already:
        typer.echo(f"Already initialised, and {'sealed' if done.sealed else 'open'}; nothing was changed.")
    elif done.sealed:
        typer.echo("Initialised; the shares and the root token are encrypted. Next: `kgc vault unseal` by the holders,")
        typer.echo(f"then `kgc vault bootstrap` with the decrypted {token_file} as VAULT_TOKEN.")
    else:
        typer.echo(f"Initialised and open. The root token is revoked; the operator's token is in {token_file}.")


@vault.command("unseal")
def unseal_command(
    environment: EnvironmentName,
    share_file: Annotated[
        Path | None, typer.Option(help="File with the share; without it, typed unseen or read from standard input.")
    ] = None,
    apps: AppsFolder = APPS,
) -> None:
    """Hand in one share of the root key, and say how many are still missing."""
    settings = load_environment(environment, apps)
    share = read_owner_file(share_file, "share_file") if share_file else _typed_share()
    typer.echo(_progress(unseal(VaultServer.of(settings), share)))


@vault.command("bootstrap")
def bootstrap_command(
    environment: EnvironmentName,
    token_file: TokenFile,
    hours: Annotated[int, typer.Option(min=1, max=768, help="Hours the operator's token lives.")] = 8,
    apps: AppsFolder = APPS,
) -> None:
    """Use the root token in VAULT_TOKEN once, for a token for the operator, and revoke it."""
    settings = load_environment(environment, apps)
    done = bootstrap(VaultServer.of(settings), settings, token_of(), token_file, hours=hours)
    typer.echo(f"Root tokens revoked: {done.revoked}. The operator's token ({done.policy}) is in {token_file}.")


@vault.command("seed")
def seed_command(environment: EnvironmentName, apps: AppsFolder = APPS) -> None:
    """Have Vault generate every secret that is missing; never overwrite, never print one."""
    settings = load_environment(environment, apps)
    with session(VaultServer.of(settings), settings) as client:
        seeded = seed(client, settings)
    for each in seeded:
        typer.echo(f"{each.secret}: {each.outcome}")
    deleted = [each.secret for each in seeded if each.outcome == "deleted"]
    if deleted:
        raise OperationError(f"Deleted by somebody: {', '.join(deleted)}. `vault kv undelete` brings them back.")


@vault.command("rotate")
def rotate_command(
    environment: EnvironmentName,
    secret: SecretName = None,
    min_age_seconds: Annotated[int, typer.Option(min=0, help="How long a rotation counts as under way.")] = int(
        MIN_AGE.total_seconds()
    ),
    pod_token: PodToken = None,
    apps: AppsFolder = APPS,
) -> None:
    """Replace one secret; or all of them, the Transit key's version and Vault's own database password."""
    settings = load_environment(environment, apps)
    with session(VaultServer.of(settings), settings, pod_token=pod_token) as client:
        for each in rotate(client, settings, secret, min_age=timedelta(seconds=min_age_seconds)):
            typer.echo(f"{each.what}: {f'version {each.version}' if each.version else 'rotated'}")


@vault.command("retire")
def retire_command(
    environment: EnvironmentName,
    grace_hours: Annotated[
        float, typer.Option(min=0, help="Hours a replaced version stays readable.")
    ] = GRACE.total_seconds() / 3600,
    apps: AppsFolder = APPS,
) -> None:
    """Delete versions that were replaced longer ago than the grace period; `vault kv undelete` brings them back."""
    settings = load_environment(environment, apps)
    with session(VaultServer.of(settings), settings) as client:
        retired = retire(client, settings, grace=timedelta(hours=grace_hours))
    for each in retired:
        typer.echo(f"{each.secret}: version {', '.join(map(str, each.versions))} retired")
    if not retired:
        typer.echo("Nothing is past its grace period.")


def _typed_share() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Share", hide_input=True))
    return sys.stdin.readline().strip()


def _progress(status: SealStatus) -> str:
    if status.already:
        return "Vault is open already; the share was not needed."
    if not status.sealed:
        return "Vault is open."
    return f"{status.progress} of {status.threshold} shares; Vault is still sealed."
