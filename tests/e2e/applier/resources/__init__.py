"""The resources that are known, one function each; importing a module here registers its functions."""

from tests.e2e.applier.resources import audit, auth, database, jwt, kv, policies, transit

__all__ = ["audit", "auth", "database", "jwt", "kv", "policies", "transit"]
