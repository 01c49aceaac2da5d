"""Which Vault an operation talks to, found as Vault's own command line finds it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kgc_constructs.operations.errors import missing_input
from kgc_constructs.settings import Environment

__all__ = ["VaultServer", "token_of"]

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, kw_only=True)
class VaultServer:
    """Where a server is and who vouches for its certificate.

    The settings name the address as pods see it, which may not be how a person reaches it. So VAULT_ADDR,
    VAULT_NAMESPACE, VAULT_CACERT and VAULT_CAPATH mean here what they mean to Vault's own command line
    (https://developer.hashicorp.com/vault/docs/commands#environment-variables). VAULT_SKIP_VERIFY is not honoured:
    what passes here are shares of the root key.
    """

    url: str
    namespace: str | None = None
    authority: str | None = None

    @classmethod
    def of(cls, settings: Environment, variables: Mapping[str, str] = os.environ) -> VaultServer:
        """The server of `settings`, unless `variables` name another.

        Raises:
            InputError: if secrets would travel in the clear, or the authority's file does not exist.
        """
        url = (variables.get("VAULT_ADDR") or settings.vault.address).rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            reason = "it is not an address to call"
            raise missing_input("VAULT_ADDR", url, "a URL such as `https://vault.example.com:8200`", reason)
        if parts.scheme == "http" and settings.environment != "dev" and parts.hostname not in _LOOPBACK:
            reason = "secrets would travel in the clear"
            raise missing_input("VAULT_ADDR", url, "https://, except in dev and on this machine", reason)
        authority = variables.get("VAULT_CACERT") or variables.get("VAULT_CAPATH")
        if authority and not Path(authority).exists():
            reason = "the server's certificate cannot be checked without it"
            raise missing_input("VAULT_CACERT", authority, "a file of PEM certificates", reason)
        return cls(
            url=url,
            namespace=variables.get("VAULT_NAMESPACE") or settings.vault.namespace,
            authority=authority or None,
        )


def token_of(variables: Mapping[str, str] = os.environ) -> str:
    """The token that `vault login` left, or VAULT_TOKEN.

    Raises:
        InputError: if there is neither.
    """
    helper = Path(variables.get("HOME", "~")).expanduser() / ".vault-token"
    token = variables.get("VAULT_TOKEN", "").strip()
    if not token and helper.is_file():
        token = helper.read_text(encoding="utf-8").strip()
    if not token:
        reason = "Vault has to know who asks"
        raise missing_input("VAULT_TOKEN", None, f"a token in VAULT_TOKEN, or in {helper} by `vault login`", reason)
    return token
