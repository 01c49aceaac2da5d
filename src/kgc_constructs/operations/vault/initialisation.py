"""Initialises a Vault: the root key is split, each share goes its own way, and no root token is left behind."""

from __future__ import annotations

import base64
import contextlib
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.owner_files import ReservedFile, reserve
from kgc_constructs.operations.vault.bootstrapping import OperatorToken, bootstrap_with, revoke_own_token
from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.operations.vault.key_holders import KeyHolders
from kgc_constructs.operations.vault.server import VaultServer
from kgc_constructs.operations.vault.unsealing import open_with
from kgc_constructs.settings import Environment

__all__ = ["Initialised", "KeyHolders", "initialise"]


@dataclass(frozen=True, kw_only=True)
class Initialised:
    """What `initialise` found or did."""

    already: bool
    """It was initialised before; nothing was changed."""

    sealed: bool
    """It waits for share holders."""


def initialise(server: VaultServer, settings: Environment, holders: KeyHolders) -> Initialised:
    """Split a new root key as `settings.vault` says, unless the server has one already.

    Shares in the clear open the server once, within this call: the root token sets up the operator's token (see
    `bootstrap`) and is revoked. Shares encrypted to PGP keys stay closed, so the root token is encrypted too, for
    `bootstrap` after the holders have opened the server.

    Raises:
        InputError: if the files or keys do not fit the quorum, or a file exists. The server is untouched then.
        VaultError: if the server cannot be reached or refuses.
    """
    client = VaultClient(replace(server, namespace=None))  # one root key for the whole server
    if client.get("sys/init").body["initialized"]:
        return Initialised(already=True, sealed=bool(client.get("sys/seal-status").body["sealed"]))
    seal = client.get("sys/seal-status").body["type"]
    if seal != "shamir":
        raise OperationError(f"This server opens itself (seal {seal}); initialise it by `vault operator init`.")
    request = {
        "secret_shares": settings.vault.quorum_shares,
        "secret_threshold": settings.vault.quorum_threshold,
        **holders.keys_for(settings),
    }
    with contextlib.ExitStack() as stack:
        shares = stack.enter_context(reserve(holders.share_files, "share_file"))
        (token_file,) = stack.enter_context(reserve([holders.token_file], "token_file"))
        with _uninterrupted():
            made = client.post("sys/init", request).body
            for file, share in zip(shares, made["keys_base64"], strict=True):
                file.write(base64.b64decode(share) if holders.pgp_keys else f"{share}\n".encode())
            if holders.pgp_keys:
                token_file.write(base64.b64decode(made["root_token"]))
                return Initialised(already=False, sealed=True)
        _set_up(server, settings, made, token_file)
    return Initialised(already=False, sealed=False)


def _set_up(server: VaultServer, settings: Environment, made: Mapping[str, Any], token_file: ReservedFile) -> None:
    """Use the root token for the only time. Nobody has it afterwards, so that it is revoked on failure too."""
    open_with(VaultClient(replace(server, namespace=None)), made["keys_base64"][: settings.vault.quorum_threshold])
    try:
        bootstrap_with(made["root_token"], server, settings, OperatorToken(file=token_file))
    except BaseException:
        revoke_own_token(VaultClient(replace(server, namespace=None), made["root_token"]))
        raise


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold signals back: between the server's answer and the last written share, an interrupt would lose the key."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
