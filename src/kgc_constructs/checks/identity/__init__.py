"""Who logs in to Vault: the pods, their service accounts, and the roles that are bound to them."""

from kgc_constructs.checks.identity import (
    accounts,
    injector_tokens,
    vault_bindings,
    vault_logins,
)

__all__ = ["MODULES"]

MODULES = (
    accounts,
    injector_tokens,
    vault_bindings,
    vault_logins,
)
"""Those that judge it."""
