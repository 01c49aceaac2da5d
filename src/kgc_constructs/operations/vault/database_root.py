"""Gives Vault a new password of its own in PostgreSQL, and says what to do where Vault has lost the one it has."""

from __future__ import annotations

from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.vault.client import VaultClient, VaultError
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["rotate_database_root"]

_REFUSALS = ("28P01", "password authentication failed")  # SQLSTATE invalid_password, and PostgreSQL's words for it


def rotate_database_root(client: VaultClient, settings: Environment) -> None:
    """Have Vault change its password.

    A Vault that dies between the change in PostgreSQL and its own note of it cannot log in any more. HashiCorp Vault
    notes beforehand what it is about to do, and goes back to the former password (`walRollback` of its database
    secrets engine); OpenBao 2.7 notes it in the same transaction, which is lost.

    Raises:
        OperationError: if PostgreSQL refuses Vault; it says what to do.
        VaultError: if Vault refuses.
    """
    try:
        client.post(VaultNames.of(settings).database_rotate_root)
    except VaultError as error:
        if not any(refusal in words for words in error.errors for refusal in _REFUSALS):
            raise
        user = settings.database.admin_username
        raise OperationError(
            f"PostgreSQL refuses the password that Vault has for {user}: Vault was stopped while it changed it, or "
            "somebody else has changed it. HashiCorp Vault goes back to the former one within two minutes: run this "
            f'again then. Otherwise set another one there (ALTER ROLE "{user}" PASSWORD …), raise '
            "database.admin_password_version and apply the Vault stack with TF_VAR_vault_db_admin_password."
        ) from None
