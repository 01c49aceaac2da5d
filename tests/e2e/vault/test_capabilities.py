"""The whole capability matrix: each policy on each path that the server has, and nothing but what is written here."""

from collections.abc import Sequence

import pytest

from tests.e2e.vault.api_paths import every_path
from tests.e2e.vault.applied import Applied
from tests.servers.vault import Vault, asked

_AT_ONCE = 400  # more paths in one request are refused
_WRITE = ["create", "read", "update"]
_SELF = {"auth/token/lookup-self": ["read"], "auth/token/revoke-self": ["update"]}
_INTENDED: dict[str, dict[str, list[str]]] = {
    "kgc-sidecar-{env}-read": {
        **_SELF,
        "auth/token/renew-self": ["update"],
        "sys/leases/renew": ["update"],
        "database-{env}/creds/kgc-sidecar": ["read"],
        "kgc-{env}/data/api-credentials": ["read"],
        "kgc-{env}/data/database-credentials": ["read"],
        "kgc-{env}/data/encryption-credentials": ["read"],
    },
    "kgc-sidecar-{env}-rotate": {
        **_SELF,
        "sys/tools/random/32": ["update"],
        "sys/policies/password/kgc-sidecar-{env}/generate": ["read"],
        "database-{env}/rotate-root/kgc-sidecar": ["update"],
        "transit-{env}/keys/kgc-sidecar": ["read"],
        "transit-{env}/keys/kgc-sidecar/rotate": ["update"],
        "kgc-{env}/data/api-credentials": _WRITE,
        "kgc-{env}/data/database-credentials": _WRITE,
        "kgc-{env}/data/encryption-credentials": _WRITE,
        "kgc-{env}/metadata/api-credentials": ["read"],
        "kgc-{env}/metadata/database-credentials": ["read"],
        "kgc-{env}/metadata/encryption-credentials": ["read"],
    },
    "kgc-sidecar-{env}-issue-secret-id": {
        **_SELF,
        "auth/approle-{env}/role/kgc-sidecar-{env}-pipeline/secret-id": ["update"],
        "auth/approle-{env}/role/kgc-sidecar-{env}-pipeline/role-id": ["read"],
    },
}
_NAMES = ("kgc-sidecar", "kgc-sidecar-{env}", "kgc-sidecar-{env}-pipeline", "something-else")
_SECRETS = ("api-credentials", "database-credentials", "encryption-credentials", "something-else", "")
_SPECIAL = {"path": _SECRETS, "urlbytes": ("32", "64")}


def _filled(texts: Sequence[str], environments: Sequence[str]) -> list[str]:
    return sorted({text.format(env=environment) for text in texts for environment in environments})


@pytest.fixture(scope="module")
def paths(vault: Vault, outside: Applied, inside: Applied) -> list[str]:
    """Every path of the server, with the names of both environments filled in."""
    environments = [outside.environment.slug, inside.environment.slug]
    found = every_path(vault, _filled(_NAMES, environments), _SPECIAL)
    for mount in ("sys", "auth", "kgc-e2e", "kgc-staging", "transit-e2e", "database-staging", "identity", "cubbyhole"):
        assert [path for path in found if path.startswith(f"{mount}/")], mount
    assert len(found) > 1000
    return found


@pytest.mark.parametrize("policy", _INTENDED)
@pytest.mark.parametrize("environment", ["e2e", "staging"])
def test_a_policy_grants_what_is_written_here_and_nothing_else(
    policy: str, environment: str, vault: Vault, paths: list[str]
) -> None:
    intended = {path.format(env=environment): granted for path, granted in _INTENDED[policy].items()}
    body = {"policies": [policy.format(env=environment)], "no_default_policy": True}
    token = asked(vault.client(), "POST", "/auth/token/create", body)["auth"]["client_token"]
    assert _granted(vault, token, sorted({*paths, *intended})) == intended


def _granted(vault: Vault, token: str, paths: list[str]) -> dict[str, list[str]]:
    """What the token may do, where it may do anything."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(paths), _AT_ONCE):
        asking = paths[start : start + _AT_ONCE]
        answer = asked(vault.client(), "POST", "/sys/capabilities", {"token": token, "paths": asking})["data"]
        found |= {path: sorted(answer[path]) for path in asking if answer[path] != ["deny"]}
    return found
