"""What a real server makes of the policies: every capability that it grants is an intended one."""

import secrets

import pytest

from kgc_constructs.settings import Environment, PipelineLoginSettings
from kgc_constructs.settings.vault_names import RANDOM_KEY, SECRETS, VaultNames
from kgc_constructs.terraform.vault.password_policy import password_policy_text
from kgc_constructs.terraform.vault.policy_text import issuer_policy_text, read_policy_text, rotate_policy_text
from tests.servers.vault import Vault, asked, mount_secrets
from tests.servers.web import WebClient

pytestmark = pytest.mark.server

SETTINGS = Environment(environment="dev", pipeline_login=PipelineLoginSettings(bound_cidrs=("127.0.0.0/8",)))
OTHER = SETTINGS.evolve(name="other")
NAMES = VaultNames.of(SETTINGS)
NEVER = [
    "sys/mounts",
    "sys/policies/acl/root",
    "sys/seal",
    "sys/tools/random/16",
    "sys/leases/lookup",
    "auth/token/create",
    "cubbyhole/anything",
    f"{NAMES.kv_mount}/config",
    f"{NAMES.kv_mount}/data/another-team",
    f"{NAMES.kv_mount}/data/api-credentials/below",
    f"{NAMES.database_mount}/config/{NAMES.database_connection}",
    f"{NAMES.database_mount}/creds/another-role",
    f"{NAMES.transit_mount}/keys/another-key/rotate",
    f"{NAMES.transit_mount}/export/encryption-key/{NAMES.transit_key}",
    *(f"{NAMES.kv_mount}/{kind}/{secret}" for kind in ("delete", "undelete", "destroy") for secret in SECRETS),
    *(VaultNames.of(OTHER).secret(secret) for secret in SECRETS),
    VaultNames.of(OTHER).database_creds,
    VaultNames.of(OTHER).database_rotate_root,
]
SELF = {"auth/token/lookup-self": ["read"], "auth/token/revoke-self": ["update"]}
READ = {
    **{NAMES.secret(secret): ["read"] for secret in SECRETS},
    NAMES.database_creds: ["read"],
    "sys/leases/renew": ["update"],
    "auth/token/renew-self": ["update"],
    **SELF,
}
ROTATE = {
    **{NAMES.secret(secret): ["create", "read", "update"] for secret in SECRETS},
    **{NAMES.secret_metadata(secret): ["read"] for secret in SECRETS},
    NAMES.transit_key_path: ["read"],
    f"{NAMES.transit_key_path}/rotate": ["update"],
    NAMES.database_rotate_root: ["update"],
    NAMES.generate_password: ["read"],
    RANDOM_KEY: ["update"],
    **SELF,
}
ISSUE = {NAMES.pipeline_secret_id: ["update"], NAMES.pipeline_role_id: ["read"], **SELF}
MATRIX = {
    "read": (read_policy_text(SETTINGS), READ),
    "rotate": (rotate_policy_text(SETTINGS), ROTATE),
    "issue": (issuer_policy_text(SETTINGS), ISSUE),
}
PATHS = sorted({*READ, *ROTATE, *ISSUE, *NEVER})


@pytest.fixture(scope="module")
def root(vault: Vault) -> WebClient:
    """The server with the mounts of one environment."""
    client = vault.client()
    mount_secrets(client, NAMES.kv_mount, {"cas_required": True})
    asked(client, "PUT", f"/sys/policies/password/{NAMES.password_policy}", {"policy": password_policy_text(32)})
    asked(client, "POST", f"/sys/auth/{NAMES.pipeline_mount}", {"type": "approle"})
    asked(client, "POST", f"/auth/{NAMES.pipeline_mount}/role/{NAMES.pipeline_role}", {"secret_id_num_uses": 1})
    for name, (text, _) in MATRIX.items():
        asked(client, "PUT", f"/sys/policies/acl/{name}", {"policy": text})
    return client


def holder_of(policy: str, vault: Vault, root: WebClient) -> WebClient:
    """Somebody whose token carries one policy and not the default one."""
    made = asked(root, "POST", "/auth/token/create", {"policies": [policy], "no_default_policy": True})
    return vault.client(made["auth"]["client_token"])


@pytest.mark.parametrize("policy", MATRIX)
def test_the_capabilities_are_the_intended_ones_on_every_path(policy: str, vault: Vault, root: WebClient) -> None:
    accessor = asked(root, "POST", "/auth/token/create", {"policies": [policy], "no_default_policy": True})["auth"]
    answer = asked(root, "POST", "/sys/capabilities-accessor", {"accessor": accessor["accessor"], "paths": PATHS})
    granted = {path: sorted(answer[path]) for path in PATHS}
    assert granted == {path: MATRIX[policy][1].get(path, ["deny"]) for path in PATHS}


def test_rotation_writes_by_compare_and_set_and_destroys_nothing(vault: Vault, root: WebClient) -> None:
    rotator, path = holder_of("rotate", vault, root), f"/{NAMES.secret('api-credentials')}"
    value = secrets.token_hex()
    assert rotator.send("POST", path, {"data": {"api_key": value}}).status == 400  # which version it replaces?
    assert rotator.send("POST", path, {"data": {"api_key": value}, "options": {"cas": 0}}).ok
    assert rotator.send("POST", path, {"data": {"api_key": "lost"}, "options": {"cas": 0}}).status == 400
    assert rotator.send("DELETE", path).status == 403
    assert rotator.send("DELETE", f"/{NAMES.secret_metadata('api-credentials')}").status == 403
    assert asked(holder_of("read", vault, root), "GET", path)["data"]["data"] == {"api_key": value}


def test_rotation_has_vault_make_the_values(vault: Vault, root: WebClient) -> None:
    rotator = holder_of("rotate", vault, root)
    assert len(asked(rotator, "GET", f"/{NAMES.generate_password}")["data"]["password"]) == 32
    assert len(asked(rotator, "POST", f"/{RANDOM_KEY}", {"format": "hex"})["data"]["random_bytes"]) == 64


def test_a_secret_id_comes_wrapped_or_not_at_all(vault: Vault, root: WebClient) -> None:
    issuer, path = holder_of("issue", vault, root), f"/{NAMES.pipeline_secret_id}"
    assert issuer.send("POST", path).status == 403
    assert issuer.send("POST", path, headers={"X-Vault-Wrap-TTL": "3600s"}).status == 403  # longer than it lives
    wrapped = issuer.send("POST", path, headers={"X-Vault-Wrap-TTL": "60s"})
    assert wrapped.ok
    token = wrapped.json()["wrap_info"]["token"]
    assert asked(vault.client(token), "POST", "/sys/wrapping/unwrap")["data"]["secret_id"]
    assert vault.client(token).send("POST", "/sys/wrapping/unwrap").status == 400  # it opens once
