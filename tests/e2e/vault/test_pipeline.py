"""A pipeline logs in with a secret id that comes wrapped, opens once, and is used once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.vault.applied import Applied
from tests.operations.kgc import Kgc
from tests.servers.vault import Vault, asked


@pytest.fixture
def issuer(vault: Vault, outside: Applied) -> str:
    """A token of whatever starts the pipelines."""
    body = {"policies": [outside.names.issuer_policy], "no_default_policy": True}
    token: str = asked(vault.client(), "POST", "/auth/token/create", body)["auth"]["client_token"]
    return token


def _wrapped(vault: Vault, outside: Applied, issuer: str) -> Mapping[str, Any]:
    path = f"/{outside.names.pipeline_secret_id}"
    reply = vault.client(issuer).send("POST", path, {}, headers={"X-Vault-Wrap-TTL": "60s"})
    wrap: Mapping[str, Any] = reply.json()["wrap_info"]
    return wrap


def _login(vault: Vault, outside: Applied, issuer: str) -> dict[str, str]:
    role = asked(vault.client(issuer), "GET", f"/{outside.names.pipeline_role_id}")["data"]["role_id"]
    wrapped = vault.client(_wrapped(vault, outside, issuer)["token"])
    opened = asked(wrapped, "POST", "/sys/wrapping/unwrap", {})["data"]
    return {"role_id": role, "secret_id": opened["secret_id"]}


def test_a_secret_id_is_never_handed_out_bare(vault: Vault, outside: Applied, issuer: str) -> None:
    assert vault.client(issuer).send("POST", f"/{outside.names.pipeline_secret_id}", {}).status in (400, 403)


def test_what_is_wrapped_opens_once(vault: Vault, outside: Applied, issuer: str) -> None:
    wrapped = vault.client(_wrapped(vault, outside, issuer)["token"])
    assert asked(wrapped, "POST", "/sys/wrapping/unwrap", {})["data"]["secret_id"]
    second = wrapped.send("POST", "/sys/wrapping/unwrap", {})
    assert second.status in (400, 403)


def test_a_secret_id_logs_in_once(vault: Vault, outside: Applied, issuer: str) -> None:
    login, path = _login(vault, outside, issuer), f"/auth/{outside.names.pipeline_mount}/login"
    auth = asked(vault.client(""), "POST", path, login)["auth"]
    assert auth["policies"] == [outside.names.rotate_policy]
    assert auth["lease_duration"] == outside.environment.pipeline_login.token_ttl_seconds  # type: ignore[union-attr]
    assert vault.client("").send("POST", path, login).status in (400, 403)


def test_a_pipeline_rotates_with_what_it_was_handed(
    vault: Vault, outside: Applied, issuer: str, tmp_path: Path
) -> None:
    path = f"/auth/{outside.names.pipeline_mount}/login"
    token = asked(vault.client(""), "POST", path, _login(vault, outside, issuer))["auth"]["client_token"]
    secret = f"/{outside.names.secret('api-credentials')}"
    before = asked(vault.client(), "GET", secret)["data"]
    kgc = Kgc(tmp_path, {**vault.environment, "VAULT_TOKEN": token})
    ended = kgc.run("vault", "rotate", kgc.describe(outside.environment), "api-credentials", "--min-age-seconds", "0")
    assert (ended.code, ended.err) == (0, "")
    after = asked(vault.client(), "GET", secret)["data"]
    assert after["metadata"]["version"] == before["metadata"]["version"] + 1
    assert after["data"] != before["data"]
    assert asked(vault.client(), "GET", f"{secret}?version={before['metadata']['version']}")["data"] == before
