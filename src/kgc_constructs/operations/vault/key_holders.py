"""Who keeps the shares of the root key: never two in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kgc_constructs.errors import InputError, Problem
from kgc_constructs.operations.vault.pgp_keys import public_key
from kgc_constructs.settings import Environment

__all__ = ["KeyHolders"]


@dataclass(frozen=True, kw_only=True)
class KeyHolders:
    """One file for each share, and where the token goes.

    Without `pgp_keys` each share lies in the clear, so each file has a folder of its own: another holder's disk.
    """

    share_files: Sequence[Path]
    token_file: Path
    """For the operator's token; with PGP keys, for the encrypted root token."""

    pgp_keys: Sequence[Path] = ()
    root_token_pgp_key: Path | None = None
    """Whose key the root token is encrypted to; the first holder's when none is named."""

    def keys_for(self, settings: Environment) -> dict[str, object]:
        """The PGP part of the request to initialise.

        Raises:
            InputError: with everything that does not fit the quorum of `settings`.
        """
        problems = list(self._problems(settings.vault.quorum_shares))
        if problems:
            raise InputError(problems)
        if not self.pgp_keys:
            return {}
        return {
            "pgp_keys": [public_key(path) for path in self.pgp_keys],
            "root_token_pgp_key": public_key(self.root_token_pgp_key or self.pgp_keys[0]),
        }

    def _problems(self, shares: int) -> Sequence[Problem]:
        problems = []
        if len(self.share_files) != shares:
            problems.append(
                Problem(
                    field="share_file",
                    value=len(self.share_files),
                    allowed=f"{shares} files",
                    reason="one for each share (vault.quorum_shares)",
                )
            )
        if self.pgp_keys and len(self.pgp_keys) != shares:
            problems.append(
                Problem(
                    field="pgp_key",
                    value=len(self.pgp_keys),
                    allowed=f"none, or {shares} keys",
                    reason="each share is encrypted to the key of the one who keeps it",
                )
            )
        places = [path.resolve() if self.pgp_keys else path.resolve().parent for path in self.share_files]
        if len(set(places)) != len(places):
            problems.append(
                Problem(
                    field="share_file",
                    value=[str(path) for path in self.share_files],
                    allowed="a folder for each share" if not self.pgp_keys else "a file for each share",
                    reason="whoever finds enough of them together holds the root key",
                )
            )
        if self.root_token_pgp_key and not self.pgp_keys:
            problems.append(
                Problem(
                    field="root_token_pgp_key",
                    value=str(self.root_token_pgp_key),
                    allowed="only beside pgp_key",
                    reason="without PGP keys the root token is used and revoked at once, and goes nowhere",
                )
            )
        return problems
