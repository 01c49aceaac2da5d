"""Gives an environment the secrets it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.operations.vault.key_value import ChangedMeanwhileError, history_of, write
from kgc_constructs.operations.vault.values import is_given, new_value
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import SECRETS, VaultNames

__all__ = ["Outcome", "Seeded", "seed"]

Outcome = Literal["generated", "kept", "given", "deleted"]


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """What became of one secret.

    `kept`: it was there. `given`: Terraform writes it. `deleted`: somebody deleted its newest version, and only a
    person can say whether that was right, so nothing was done.
    """

    secret: str
    outcome: Outcome


def seed(client: VaultClient, settings: Environment) -> list[Seeded]:
    """Generate every secret of `settings` that was never written. Nothing is overwritten, read or shown.

    Safe to repeat and to run twice at once: each write says that it is the first.

    Raises:
        VaultError: if Vault refuses, or the environment's Vault stack is not applied.
    """
    return [Seeded(secret=secret, outcome=_seed_one(client, settings, secret)) for secret in SECRETS]


def _seed_one(client: VaultClient, settings: Environment, secret: str) -> Outcome:
    if is_given(settings, secret):
        return "given"
    names = VaultNames.of(settings)
    history = history_of(client, names, secret)
    if history.current:
        return "kept" if history.readable else "deleted"
    try:
        write(client, names, secret, new_value(client, settings, secret), replaces=0)
    except ChangedMeanwhileError:
        return "kept"
    return "generated"
