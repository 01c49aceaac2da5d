"""The KV store, seen through the dates and numbers of its versions: no operation here ever reads a secret's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kgc_constructs.operations.vault.client import VaultClient, VaultError
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["ChangedMeanwhileError", "History", "Version", "history_of", "write"]

_BAD_REQUEST, _NOT_FOUND = 400, 404


class ChangedMeanwhileError(VaultError):
    """Another version was written since the one that this write wanted to replace."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a secret."""

    number: int
    created: datetime
    readable: bool


@dataclass(frozen=True, kw_only=True)
class History:
    """All versions of a secret that the server still knows, oldest first, and the server's time."""

    secret: str
    current: int
    """Number of the newest version; 0 when nothing was ever written."""

    versions: Sequence[Version]
    now: datetime

    @property
    def readable(self) -> bool:
        """Whether the newest version can be read."""
        return any(version.number == self.current and version.readable for version in self.versions)

    @property
    def age(self) -> timedelta:
        """How long ago the newest version was written, by the server's clock, whose dates drop fractions of a second.

        Raises:
            ValueError: if there is none.
        """
        return max(self.now - max(version.created for version in self.versions), timedelta(0))


def history_of(client: VaultClient, names: VaultNames, secret: str) -> History:
    """What the server knows about the versions of `secret`."""
    answer = client.get(names.secret_metadata(secret), allow=(_NOT_FOUND,))
    if answer.status == _NOT_FOUND and answer.body.get(
        "errors"
    ):  # no such secret is an empty list, no such mount is not
        raise VaultError(f"Vault has no KV store at {names.kv_mount}: is the environment's Vault stack applied?")
    found = answer.data.get("versions") or {}
    versions = [
        Version(
            number=int(number),
            created=datetime.fromisoformat(version["created_time"]),
            readable=not version["destroyed"] and not _passed(version["deletion_time"], answer.date),
        )
        for number, version in found.items()
    ]
    return History(
        secret=secret,
        current=answer.data.get("current_version", 0),
        versions=sorted(versions, key=lambda version: version.number),
        now=answer.date,
    )


def write(client: VaultClient, names: VaultNames, secret: str, data: Mapping[str, str], *, replaces: int) -> int:
    """Write `data` as the version after `replaces` (0: as the first), and return its number.

    Raises:
        ChangedMeanwhileError: if another version is the newest by now. Nothing is written then.
    """
    body = {"options": {"cas": replaces}, "data": data}
    answer = client.post(names.secret(secret), body, allow=(_BAD_REQUEST,))
    if answer.status == _BAD_REQUEST:
        errors = "; ".join(answer.body.get("errors") or ())
        if "check-and-set" in errors:
            raise ChangedMeanwhileError(f"{secret} was changed by somebody else at this moment.", status=_BAD_REQUEST)
        raise VaultError(f"Vault refused to write {secret}: {errors}.", status=_BAD_REQUEST)
    return int(answer.data["version"])


def _passed(moment: str, now: datetime) -> bool:
    return bool(moment) and datetime.fromisoformat(moment) <= now + timedelta(seconds=1)  # HTTP's date is cut off
