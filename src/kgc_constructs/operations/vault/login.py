"""How an operation proves who it is: a token that exists, or a pod's identity, whose token ends with the work."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from kgc_constructs.operations.errors import missing_input
from kgc_constructs.operations.vault.bootstrapping import revoke_own_token
from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.operations.vault.server import VaultServer, token_of
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["session"]


@contextlib.contextmanager
def session(server: VaultServer, settings: Environment, *, pod_token: Path | None = None) -> Iterator[VaultClient]:
    """A client with the token that VAULT_TOKEN or `vault login` gives, or with that of a rotation pod.

    Args:
        server: Whom to ask.
        settings: Which login and role.
        pod_token: File of the pod's projected service-account token; the Vault token it yields is revoked at the end.

    Raises:
        InputError: if there is no token.
        VaultError: if Vault refuses the pod.
    """
    if pod_token is None:
        yield VaultClient(server, token_of())
        return
    try:
        identity = pod_token.read_text(encoding="utf-8").strip()
    except OSError as error:
        allowed = "the file of a projected service-account token"
        raise missing_input("pod_token", str(pod_token), allowed, str(error.strerror)) from None
    names = VaultNames.of(settings)
    answer = VaultClient(server).post(f"auth/{names.auth_mount}/login", {"role": names.rotation_role, "jwt": identity})
    client = VaultClient(server, answer.body["auth"]["client_token"])
    try:
        yield client
    finally:
        revoke_own_token(client)
