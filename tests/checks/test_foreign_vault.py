"""Manifests and Terraform from elsewhere: what can be told is told, what cannot is said so, a part is no fault."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.identity import MODULES as IDENTITY
from kgc_constructs.checks.secrets import MODULES as SECRETS
from tests.checks.original import original_objects, original_stack

READ = 'path "${vault_mount.shop.path}/data/api" {\n  capabilities = ["read"]\n}\n'
KUBERNETES_ROLE: dict[str, Any] = {
    "backend": "kubernetes",
    "role_name": "shop",
    "bound_service_account_names": ["shop"],
    "bound_service_account_namespaces": ["shop"],
    "audience": "https://kubernetes.default.svc",
    "token_policies": ["${vault_policy.shop.name}"],
}


def found(rendered: Rendered) -> set[str]:
    return {finding.rule.id for module in (*IDENTITY, *SECRETS) for finding in module.check(rendered, None)}


def pod(**annotations: str) -> dict[str, Any]:
    notes = {"agent-inject": "true", "role": "shop", "agent-inject-secret-api": "shop/data/api", **annotations}
    metadata = {"name": "shop", "namespace": "shop"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {**metadata, "annotations": {f"vault.hashicorp.com/{name}": each for name, each in notes.items()}},
        "spec": {"serviceAccountName": "shop", "containers": [{"name": "shop"}]},
    }


def stack(policy: Any = READ, **role: Any) -> dict[str, Any]:
    resources = {
        "vault_mount": {"shop": {"path": "shop", "type": "kv", "options": {"version": "2"}}},
        "vault_policy": {"shop": {"name": "shop-read", "policy": policy}},
        "vault_kubernetes_auth_backend_role": {"shop": {**KUBERNETES_ROLE, **role}},
    }
    return {"resource": resources}


def shop(policy: Any = READ, **role: Any) -> Rendered:
    return Rendered((pod(),), {"anything": stack(policy, **role)})


def test_a_mount_in_a_policy_is_followed_in_a_stack_of_any_name() -> None:
    assert found(shop()) == set()
    assert found(shop(READ.replace("/data", ""))) == {"vault-path-granted"}


@pytest.mark.parametrize(
    "policy",
    [
        '${jsonencode({"path" = {"shop/data/api" = {"capabilities" = ["read"]}}})}',
        '${file("shop.hcl")}',
        "${data.vault_policy_document.shop.hcl}",
        '%{ for name in var.names }path "shop/data/${name}" { policy = "read" }\n%{ endfor }',
        'path "${var.mount}/data/api" { capabilities = ["read"] }',
        'path "${local.mounts["shop"]}/data/api" { capabilities = ["read"] }',
        'path "shop/data/{{identity.entity.name}}" { capabilities = ["read"] }',
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_is_made_of_it(policy: str) -> None:
    assert found(shop(policy)) <= {"vault-policy-unknown", "vault-policy-readable"}
    assert "vault-policy-unknown" in found(shop(policy))
    assert "vault-policy-readable" not in found(shop(policy))


def test_a_plain_denial_counts_beside_what_cannot_be_told() -> None:
    policy = 'path "${var.mount}/x" { policy = "read" }\npath "shop/data/*" { policy = "deny" }'
    assert {"vault-path-denied", "vault-policy-unknown"} <= found(shop(policy))


@pytest.mark.parametrize(
    ("role", "rules"),
    [
        ({"bound_service_account_names": "${var.accounts}"}, set()),
        ({"bound_service_account_names": ["${var.account}"], "audience": None}, set()),
        ({"bound_service_account_names": ["shop", "office"]}, set()),  # who else there is, is not known here
        ({"bound_service_account_names": ["office"]}, {"vault-login-refused"}),
        ({"bound_service_account_names": ["sh*"]}, {"vault-role-everybody"}),
        ({"audience": "vault"}, {"vault-login-refused"}),
        ({"token_policies": "${var.policies}"}, {"vault-policy-nobodys"}),
        ({"token_policies": ["${vault_policy.gone.name}"]}, {"vault-role-policy", "vault-policy-nobodys"}),
        ({"token_policies": ["shop-read", "of-another-folder"]}, set()),
        ({"role_name": "office"}, {"vault-login-role"}),
        ({"backend": "kubernetes-2", "role_name": "office"}, set()),
        ({"backend": None}, set()),  # the provider's default
    ],
)
def test_roles_are_judged_by_what_is_known(role: dict[str, Any], rules: set[str]) -> None:
    assert found(shop(**role)) == rules


@pytest.mark.parametrize(
    ("namespace", "granted", "rules"),
    [
        ("shop", False, {"service-account-token-unused"}),
        ("shop", True, {"service-account-token-unsaid"}),
        ("office", False, set()),  # this account is elsewhere
    ],
)
def test_a_token_is_unused_where_nothing_grants_its_account_anything(
    namespace: str, granted: bool, rules: set[str]
) -> None:
    caller = pod()
    caller["metadata"]["annotations"] = {}
    account = {"kind": "ServiceAccount", "metadata": {"name": "shop", "namespace": namespace}}
    subjects = [{"kind": "ServiceAccount", "name": "shop", "namespace": "shop"}] if granted else []
    binding = {"kind": "RoleBinding", "metadata": {"name": "shop", "namespace": "shop"}, "subjects": subjects}
    assert found(Rendered((caller, account, binding))) == rules
    caller["spec"]["containers"][0]["args"] = ["--token", "/var/run/secrets/kubernetes.io/serviceaccount/token"]
    assert found(Rendered((caller, account, binding))) == set()


def test_a_pod_that_only_writes_in_its_template_reads_nothing() -> None:
    template = '{{ with secret "pki/issue/shop" "common_name=shop.example.com" }}{{ .Data.certificate }}{{ end }}'
    issuing = pod(**{"agent-inject-template-api": template})
    assert found(Rendered((issuing,), {"vault": stack()})) == set()
    reading = pod(**{"agent-inject-template-api": template.replace(' "common_name=shop.example.com"', "")})
    assert found(Rendered((reading,), {"vault": stack()})) == {"vault-path-granted"}


def external(key: str, **provider: Any) -> tuple[dict[str, Any], ...]:
    account = {"name": "shop", "namespace": "shop"}
    auth = {"kubernetes": {"mountPath": "kubernetes", "role": "shop", "serviceAccountRef": account}}
    reference = {"kind": "ClusterSecretStore", "name": "all"}
    vault = {"auth": auth, "path": "shop", **provider}
    return (
        {"kind": "ClusterSecretStore", "metadata": {"name": "all"}, "spec": {"provider": {"vault": vault}}},
        {
            "kind": "ExternalSecret",
            "metadata": {"name": "shop", "namespace": "shop"},
            "spec": {"secretStoreRef": reference, "data": [{"secretKey": "key", "remoteRef": {"key": key}}]},
        },
    )


@pytest.mark.parametrize(
    ("key", "provider", "granted"),
    [
        ("api", {}, True), ("shop/api", {"path": None}, True), ("shop/data/api", {"path": None}, True),
        ("other", {}, False),
        ("api", {"version": "v1"}, False), ("data/api", {"version": "v1"}, True), ("shop/api", {}, True),
    ],
)  # fmt: skip
def test_a_key_of_an_external_secret_becomes_a_path(key: str, provider: dict[str, Any], granted: bool) -> None:
    rules = found(Rendered(external(key, **provider), {"vault": stack()}))
    assert rules == (set() if granted else {"vault-path-granted"})


def test_the_originals_faults_are_seen() -> None:
    original = Rendered(tuple(original_objects().values()), {"vault": original_stack("vault")})
    assert found(original) >= {
        "secret-encoded-twice", "secret-weak-value",  # 4
        "secret-as-variable", "secret-weak-default", "service-account-token-unsaid",  # 8
        "vault-write-ignored",  # 12
        "vault-kv-mount",  # 14
        "vault-grant-wildcard", "vault-grant-destroys",  # 15
        "vault-policy-nobodys", "vault-provider-login",  # 16
        "terraform-secret-in-state", "terraform-secret-variable",  # 17
        "vault-audit-single",  # 18
    }  # fmt: skip
