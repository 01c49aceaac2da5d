"""Policies, and limits."""

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource


@resource("vault_policy", "name", "policy")
def policy(given: Arguments) -> Desired:
    """What a token may do."""
    path = f"sys/policies/acl/{given['name']}"
    return Desired((Write(path, only(given, "policy")),), remove=path)


@resource("vault_password_policy", "name", "policy")
def password_policy(given: Arguments) -> Desired:
    """How passwords are made."""
    path = f"sys/policies/password/{given['name']}"
    return Desired((Write(path, only(given, "policy")),), remove=path)


@resource("vault_quota_rate_limit", "name", "path", "rate", "interval", "block_interval", "role")
def rate_limit(given: Arguments) -> Desired:
    """How many requests a client may send."""
    path = f"sys/quotas/rate-limit/{given['name']}"
    return Desired((Write(path, only(given, "path", "rate", "interval", "block_interval", "role")),), remove=path)
