"""The password policy: of what Vault makes passwords."""

from __future__ import annotations

import string

from cdktf_cdktf_provider_vault.password_policy import PasswordPolicy as PasswordPolicyResource
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["PasswordPolicy", "password_policy_text"]

_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_")
"""Letters, digits, and the signs that need no quoting in a URL (RFC 3986, unreserved), in SQL or in a shell."""


def password_policy_text(length: int) -> str:
    """A policy of `length` characters, with at least one of each class."""
    rules = [f'rule "charset" {{\n  charset = "{charset}"\n  min-chars = 1\n}}\n' for charset in _CLASSES]
    return "\n".join([f"length = {length}\n", *rules])


class PasswordPolicy(Construct):
    """The policy for database logins and generated secrets."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.resource = PasswordPolicyResource(
            self,
            "Resource",
            name=VaultNames.of(settings).password_policy,
            policy=password_policy_text(settings.vault.password_length),
        )
