"""New values for secrets. Vault's own random source makes them, and they exist nowhere but here and there."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from kgc_constructs.operations.vault.client import VaultClient
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import (
    API_CREDENTIALS,
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    RANDOM_KEY,
    VaultNames,
)

__all__ = ["is_given", "new_value"]


def is_given(settings: Environment, secret: str) -> bool:
    """Whether a person hands this secret's value to Terraform, which writes it."""
    sources = {
        API_CREDENTIALS: settings.vault.api_key,
        ENCRYPTION_CREDENTIALS: settings.vault.encryption_key,
        DATABASE_CREDENTIALS: settings.database.password,
    }
    return sources[secret] == "given"


def new_value(client: VaultClient, settings: Environment, secret: str) -> dict[str, str]:
    """What the sidecar will read from `secret`; nobody has seen it before.

    Raises:
        VaultError: if Vault refuses, for instance because the password policy is not there yet.
    """
    makers = {
        API_CREDENTIALS: _api_credentials,
        ENCRYPTION_CREDENTIALS: _encryption_credentials,
        DATABASE_CREDENTIALS: _database_credentials,
    }
    return makers[secret](client, settings)


def _api_credentials(client: VaultClient, _: Environment) -> dict[str, str]:
    """256 bits, in digits that need quoting nowhere."""
    return {"api_key": client.post(RANDOM_KEY, {"format": "hex"}).data["random_bytes"]}


def _encryption_credentials(client: VaultClient, _: Environment) -> dict[str, str]:
    """32 bytes, which is what AES-256 takes."""
    return {
        "encryption_key": client.post(RANDOM_KEY, {"format": "base64"}).data["random_bytes"],
        "algorithm": "AES-256-GCM",
    }


def _database_credentials(client: VaultClient, settings: Environment) -> dict[str, str]:
    """The URL holds the same password, so that the two never disagree."""
    username = settings.database.username
    password = client.get(VaultNames.of(settings).generate_password).data["password"]
    url = urlsplit(settings.database.url)
    login = f"{username}:{quote(password, safe='')}@"
    return {"url": url._replace(netloc=f"{login}{url.netloc}").geturl(), "username": username, "password": password}
