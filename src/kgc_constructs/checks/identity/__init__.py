"""Who logs in to Vault: the pods, their service accounts, and the roles that are bound to them."""

from kgc_constructs.checks.identity import vault_access

__all__ = ["MODULES"]

MODULES = (vault_access,)
"""Those that judge it."""
