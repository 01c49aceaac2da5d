"""Secrets whose values are handed to Terraform, which writes them to Vault and forgets them."""

from __future__ import annotations

from urllib.parse import urlsplit

from cdktf import Fn
from cdktf_cdktf_provider_vault.kv_secret_v2 import KvSecretV2
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault import SecretValue
from kgc_constructs.settings.vault_names import API_CREDENTIALS, DATABASE_CREDENTIALS, ENCRYPTION_CREDENTIALS
from kgc_constructs.terraform.vault.given_value import given_value
from kgc_constructs.terraform.vault.protection import stateful

__all__ = ["GivenSecrets", "any_given"]

_AES_256_KEY = "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$"
"""32 bytes in base64 (RFC 4648, section 4)."""


def any_given(settings: Environment) -> bool:
    """Whether Terraform writes any secret itself."""
    return any(map(_is_given, (settings.vault.api_key, settings.vault.encryption_key, settings.database.password)))


def _is_given(source: SecretValue) -> bool:
    return source == "given"


class GivenSecrets(Construct):
    """One `vault_kv_secret_v2` for each given value; its write-only argument keeps the value out of plan and state.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        settings: The environment.
        mount: Path of the KV mount, read from a resource that has to exist before the secrets.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment, mount: str) -> None:
        super().__init__(scope, construct_id)
        self._settings, self._mount = settings, mount
        self.api_credentials = self._api_credentials() if _is_given(settings.vault.api_key) else None
        self.encryption_credentials = (
            self._encryption_credentials() if _is_given(settings.vault.encryption_key) else None
        )
        self.database_credentials = self._database_credentials() if _is_given(settings.database.password) else None

    def _api_credentials(self) -> KvSecretV2:
        value = given_value(self, "vault_api_key", "Key that clients of the sidecar present")
        return self._secret("ApiCredentials", API_CREDENTIALS, {"api_key": value.string_value})

    def _encryption_credentials(self) -> KvSecretV2:
        value = given_value(
            self,
            "vault_encryption_key",
            "Key the sidecar encrypts with: 32 random bytes, base64",
            pattern=_AES_256_KEY,
            must_be="32 bytes in base64, which is what AES-256 takes: 44 characters",
        )
        data = {"encryption_key": value.string_value, "algorithm": "AES-256-GCM"}
        return self._secret("EncryptionCredentials", ENCRYPTION_CREDENTIALS, data)

    def _database_credentials(self) -> KvSecretV2:
        database = self._settings.database
        value = given_value(self, "vault_db_password", f"Password of {database.username} in PostgreSQL")
        encoded = Fn.replace(Fn.urlencode(value.string_value), "+", "%20")  # `+` is a blank in queries only (RFC 3986)
        url = urlsplit(database.url)
        data = {  # one source for address and password, so that they always agree
            "url": url._replace(netloc=f"{database.username}:{encoded}@{url.netloc}").geturl(),
            "username": database.username,
            "password": value.string_value,
        }
        return self._secret("DatabaseCredentials", DATABASE_CREDENTIALS, data)

    def _secret(self, construct_id: str, name: str, data: dict[str, str]) -> KvSecretV2:
        return KvSecretV2(
            self,
            construct_id,
            mount=self._mount,
            name=name,
            data_json_wo=Fn.jsonencode(data),
            data_json_wo_version=self._settings.vault.given_version,
            lifecycle=stateful(self._settings),
        )
