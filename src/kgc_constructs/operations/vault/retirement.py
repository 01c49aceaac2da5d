"""Ends the grace period of versions that rotations replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.operations.vault.key_value import History, history_of
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import API_CREDENTIALS, DATABASE_CREDENTIALS, VaultNames

__all__ = ["GRACE", "Retired", "retire"]

GRACE = timedelta(hours=24)
"""How long a replaced version stays readable at least."""

_RETIRED = (API_CREDENTIALS, DATABASE_CREDENTIALS)
"""Never the encryption key: what an older version encrypted would be lost."""


@dataclass(frozen=True, kw_only=True)
class Retired:
    """Versions of one secret that can no longer be read."""

    secret: str
    versions: Sequence[int]


def retire(client: VaultClient, settings: Environment, *, grace: timedelta = GRACE) -> list[Retired]:
    """Delete versions of `api-credentials` and `database-credentials` that were replaced more than `grace` ago.

    The newest version is never touched, and `vault kv undelete` brings the others back: nothing is destroyed. The
    rotation job in the cluster may not do this; it takes an operator's token. Safe to repeat.

    Raises:
        VaultError: if Vault refuses.
    """
    names = VaultNames.of(settings)
    retired = []
    for secret in _RETIRED:
        versions = list(_past_grace(history_of(client, names, secret), grace))
        if versions:
            client.post(f"{names.kv_mount}/delete/{secret}", {"versions": versions})
            retired.append(Retired(secret=secret, versions=versions))
    return retired


def _past_grace(history: History, grace: timedelta) -> Iterator[int]:
    for version, successor in pairwise(history.versions):
        if version.readable and history.now - successor.created > grace:
            yield version.number
