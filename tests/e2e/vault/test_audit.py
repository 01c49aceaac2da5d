"""The audit logs tell of every request and of no value."""

import pytest

from tests.e2e.encodings import leaks
from tests.e2e.vault.applied import Applied
from tests.servers.requirements import lacking
from tests.servers.vault import Vault, asked

_SECRETS = ("api-credentials", "database-credentials", "encryption-credentials")


@pytest.fixture(scope="module")
def values(vault: Vault, outside: Applied, inside: Applied) -> list[str]:
    """Every value of every secret in every version, read just now, and what was given to Terraform."""
    root, found = vault.client(), [*outside.given.values(), *inside.given.values()]
    for applied in (outside, inside):
        for secret in _SECRETS:
            path = applied.names.secret(secret)
            newest = asked(root, "GET", f"/{path}")["data"]["metadata"]["version"]
            for version in range(1, newest + 1):
                data = asked(root, "GET", f"/{path}?version={version}")["data"]["data"]
                found += [str(value) for name, value in data.items() if name not in ("algorithm", "username")]
        login = asked(root, "GET", f"/{applied.names.database_creds}")["data"]
        found.append(login["password"])
    return sorted(set(found))


def test_the_logs_hold_no_value(vault: Vault, values: list[str], outside: Applied) -> None:
    if not vault.audit_logs:
        lacking("a Vault whose audit logs are on this machine", install="nothing, but unset VAULT_ADDR")
    assert len(values) > 8
    for log in vault.audit_logs:
        written = log.read_bytes()
        assert outside.names.secret("api-credentials").encode() in written
        assert leaks(written, [*values, vault.token]) == []


def test_a_value_in_a_log_would_be_found(vault: Vault, values: list[str]) -> None:
    if not vault.audit_logs:
        lacking("a Vault whose audit logs are on this machine", install="nothing, but unset VAULT_ADDR")
    written = vault.audit_logs[0].read_bytes() + values[0].encode().hex().encode()
    assert leaks(written, values) == [values[0][:4]]
