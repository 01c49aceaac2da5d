"""Opens a sealed Vault, one share at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kgc_constructs.operations.vault.client import Answer, VaultClient, VaultError
from kgc_constructs.operations.vault.server import VaultServer
from kgc_constructs.operations.waiting import until

__all__ = ["SealStatus", "open_with", "unseal"]

_PATIENCE_SECONDS = 60
"""How long an opened server may take until it is in charge of its storage."""


@dataclass(frozen=True, kw_only=True)
class SealStatus:
    """How far a server is from being open."""

    sealed: bool
    progress: int
    threshold: int
    already: bool = False
    """It was open before; the share was not needed."""


def unseal(server: VaultServer, share: str) -> SealStatus:
    """Hand in one share.

    Raises:
        VaultError: if the server is not initialised, cannot be reached, or the shares do not fit. Vault tells only
            with the last share of a quorum that one of them is wrong, and then forgets them all.
    """
    client = VaultClient(replace(server, namespace=None))
    before = client.get("sys/seal-status").body
    if not before["initialized"]:
        raise VaultError(f"Vault at {server.url} is not initialised: `kgc vault init` comes first.")
    if not before["sealed"]:
        return SealStatus(sealed=False, progress=before["t"], threshold=before["t"], already=True)
    return _hand_in(client, share)


def open_with(client: VaultClient, shares: Sequence[str]) -> None:
    """Hand in enough shares and wait until the server answers requests.

    Raises:
        OperationError: if it stays sealed, or is not in charge within a minute.
    """
    for share in shares:
        status = _hand_in(client, share)
    if status.sealed:
        raise VaultError(f"Vault at {client.server.url} is still sealed after {len(shares)} shares.")
    until(lambda: _in_charge(client), f"Vault at {client.server.url} in charge of its storage", _PATIENCE_SECONDS)


def _in_charge(client: VaultClient) -> bool:
    path = "sys/health?standbycode=473"  # 429 otherwise, which elsewhere means: ask again later
    return client.get(path, allow=(472, 473, 500, 503)).status == 200  # noqa: PLR2004  # HTTP's "all well"


def _hand_in(client: VaultClient, share: str) -> SealStatus:
    answer = client.post("sys/unseal", {"key": share}, allow=(400,))
    if answer.status == 400:  # noqa: PLR2004  # HTTP's word for a bad request
        raise _wrong_share(client, answer)
    body = answer.body
    opened = not body["sealed"]
    return SealStatus(sealed=not opened, progress=body["t"] if opened else body["progress"], threshold=body["t"])


def _wrong_share(client: VaultClient, answer: Answer) -> VaultError:
    """The server's own text may repeat what was handed in, so that it is not passed on."""
    progress = client.get("sys/seal-status").body["progress"]
    rest = f"{progress} share{'s' if progress != 1 else ''} handed in before count{'s' if progress == 1 else ''} still"
    outcome = rest if progress else "a quorum has to begin again"
    return VaultError(f"This is not a share, or the shares do not belong together; {outcome}.", status=answer.status)
