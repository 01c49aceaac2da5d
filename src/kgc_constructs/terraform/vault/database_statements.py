"""The SQL by which Vault makes, keeps and ends a short-lived PostgreSQL login."""

from __future__ import annotations

__all__ = ["creation_statements", "renew_statements", "revocation_statements"]


def creation_statements(owner: str) -> list[str]:
    """A login that is a member of `owner` and acts as it, so that it owns nothing that outlives it.

    Vault's own login needs CREATEROLE, and the ADMIN option on `owner` (PostgreSQL 16 asks for it).
    """
    return [
        "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' "
        f'IN ROLE "{owner}";',
        f'ALTER ROLE "{{{{name}}}}" SET role = "{owner}";',
    ]


def renew_statements() -> list[str]:
    """PostgreSQL keeps a date of its own, which has to move with the lease."""
    return ["ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';"]


def revocation_statements() -> list[str]:
    """No new sessions, an end to the open ones, then no login.

    Vault's own login needs membership in pg_signal_backend to end the sessions of others.
    """
    return [
        'ALTER ROLE "{{name}}" NOLOGIN;',
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';",
        'DROP ROLE IF EXISTS "{{name}}";',
    ]
