"""Replaces secrets by new ones, one rotation at a time, without a lock that could be left behind.

A rotation takes hold of a secret by writing its next version with compare-and-set: of any number at once, one wins.
For a while after that (`min_age`) the rotation counts as under way, so that whoever comes a moment late is refused
instead of rotating once more. Both facts live in the version itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kgc_constructs.operations.errors import OperationError, missing_input
from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.operations.vault.database_root import rotate_database_root
from kgc_constructs.operations.vault.key_value import ChangedMeanwhileError, History, history_of, write
from kgc_constructs.operations.vault.values import is_given, new_value
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import (
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    SECRETS,
    VaultNames,
)

__all__ = ["MIN_AGE", "Rotated", "RotationUnderWayError", "rotate"]

MIN_AGE = timedelta(seconds=30)
"""How long a rotation counts as under way: longer than it takes, shorter than a failed job's way to its last retry."""


class RotationUnderWayError(OperationError):
    """Somebody else rotates the same secret, or did so a moment ago."""


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """One thing that has a new value."""

    what: str
    version: int | None = None
    """The KV secret's new version; the one before stays readable."""


def rotate(
    client: VaultClient, settings: Environment, secret: str | None = None, *, min_age: timedelta = MIN_AGE
) -> list[Rotated]:
    """Rotate `secret`; or all generated secrets, the Transit key and Vault's own database password.

    Every value is made before the first is written, so that a refusal of Vault leaves nothing half done. Older versions
    are kept: nothing is deleted here.

    Args:
        client: Whoever may rotate.
        settings: The environment.
        secret: One of `SECRETS`; all when left out.
        min_age: How old a rotated secret has to be before it is rotated again.

    Raises:
        InputError: if `secret` is none that can be rotated.
        RotationUnderWayError: if another rotation is under way; nothing is changed then.
        OperationError: if Vault refuses, or a rotation would lose a key that data may still need.
    """
    names = VaultNames.of(settings)
    histories = [history_of(client, names, each) for each in _chosen(settings, secret)]
    for history in histories:
        _must_be_rotatable(history, settings, min_age)
    values = {history.secret: new_value(client, settings, history.secret) for history in histories}
    rotated: list[Rotated] = []
    for history in histories:
        try:
            version = write(client, names, history.secret, values[history.secret], replaces=history.current)
        except ChangedMeanwhileError:
            raise _under_way(history.secret, "by somebody else at this moment", rotated) from None
        rotated.append(Rotated(what=history.secret, version=version))
    if secret is None:
        client.post(f"{names.transit_key_path}/rotate")
        rotated.append(Rotated(what=f"Transit key {names.transit_key}"))
        rotate_database_root(client, settings)
        rotated.append(Rotated(what=f"password of {settings.database.admin_username} in PostgreSQL"))
    return rotated


def _chosen(settings: Environment, secret: str | None) -> Sequence[str]:
    if secret is None:
        return [each for each in SECRETS if not _why_not(settings, each)]
    if secret not in SECRETS:
        raise missing_input("secret", secret, ", ".join(SECRETS), "the sidecar has no other secrets")
    reason = _why_not(settings, secret)
    if reason:
        raise missing_input("secret", secret, "a secret that Vault generates", reason)
    return [secret]


def _why_not(settings: Environment, secret: str) -> str:
    """Why this command must not rotate `secret`; empty when it may."""
    if is_given(settings, secret):
        return "its value is given: hand Terraform another one and raise vault.given_version"
    if secret == DATABASE_CREDENTIALS and settings.database.credentials == "static":
        return "PostgreSQL would not know the new password: use dynamic credentials, or change both by hand"
    return ""


def _must_be_rotatable(history: History, settings: Environment, min_age: timedelta) -> None:
    if not history.current:
        raise OperationError(f"{history.secret} does not exist yet: `kgc vault seed {settings.slug}` makes it.")
    if not history.readable:
        raise OperationError(f"{history.secret} is deleted; undelete version {history.current} before it is rotated.")
    if history.current > 1 and history.age < min_age:
        raise _under_way(history.secret, f"{history.age.seconds} s ago", [])
    kept = settings.vault.max_versions
    if history.secret == ENCRYPTION_CREDENTIALS and len(history.versions) >= kept:
        oldest = history.versions[0].number
        raise OperationError(
            f"Rotating {history.secret} would drop version {oldest} for ever, and what it encrypted with it: the store "
            f"keeps {kept} versions. Raise vault.max_versions and apply the Vault stack."
        )


def _under_way(secret: str, when: str, done: Sequence[Rotated]) -> RotationUnderWayError:
    before = f" Rotated before that: {', '.join(each.what for each in done)}." if done else " Nothing was changed."
    return RotationUnderWayError(f"A rotation is under way: {secret} was rotated {when}.{before}")
