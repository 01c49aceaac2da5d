"""Identity and grants, each rule broken once; the same facts on both sides must be the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.settings import Environment
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

NOTE = "spec|template|metadata|annotations|vault.hashicorp.com/"
AUDIENCE = "spec|template|spec|volumes|vault-token|projected|sources|0|serviceAccountToken|audience"
ENV = "spec|template|spec|containers|kgc-sidecar|env"
ROLES = "resource|vault_kubernetes_auth_backend_role"
READ, ROTATE = "resource|vault_policy|Read|policy", "resource|vault_policy|Rotate|policy"
GRANTED = 'credentials" {\n  capabilities = ['
ROLE = "resource.vault_kubernetes_auth_backend_role.Sidecar"


def adding(path: str, capabilities: str = '"read"') -> Any:
    """The policy with one more block."""
    return lambda text: f'{text}\npath "{path}" {{\n  capabilities = [{capabilities}]\n}}\n'


def replacing(old: str, new: str) -> Any:
    def replace(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return replace


LOGINS: dict[str, Case] = {
    "yesterday's service account": Case("vault", f"{ROLES}|Sidecar|bound_service_account_names", ["kgc"], ROLE),
    "two service accounts": Case("vault", f"{ROLES}|Sidecar|bound_service_account_names|+", "other", ROLE),
    "any service account": Case("vault", f"{ROLES}|Sidecar|bound_service_account_names", ["*"], ROLE),
    "another namespace": Case("vault", f"{ROLES}|Sidecar|bound_service_account_namespaces", ["default"], ROLE),
    "any namespace": Case("vault", f"{ROLES}|Sidecar|bound_service_account_namespaces", ["*"], ROLE),
    "another audience": Case("vault", f"{ROLES}|Sidecar|audience", "api", ROLE),
    "no audience": Case("vault", f"{ROLES}|Sidecar|audience", ABSENT, ROLE),
    "the pod's audience": Case(SIDECAR, AUDIENCE, "api", ROLE),
    "the pod's service account": Case(SIDECAR, "spec|template|spec|serviceAccountName", "default", ROLE),
    "another role's name": Case(SIDECAR, f"{NOTE}role", "kgc-sidecar-production", "metadata.annotations"),
    "another mount": Case(SIDECAR, f"{NOTE}auth-path", "auth/kubernetes", "metadata.annotations"),
    "another method": Case(SIDECAR, f"{NOTE}auth-type", "jwt", "metadata.annotations"),
    "a role at another mount": Case("vault", f"{ROLES}|Sidecar|backend", "kubernetes", "metadata.annotations"),
    "a rotation that cannot log in": Case(
        "vault", f"{ROLES}|Rotation|bound_service_account_names", ["kgc-sidecar"], "CronJob/kgc-sidecar-rotation"
    ),
    "a role for nobody": Case(
        "vault", f"{ROLES}|Other", {"bound_service_account_names": ["x"], "bound_service_account_namespaces": ["y"]},
        "vault_kubernetes_auth_backend_role.Other",
    ),
}  # fmt: skip
TOKENS: dict[str, Case] = {
    "a token the injector does not find": Case(
        SIDECAR, f"{NOTE}agent-service-account-token-volume-name", ABSENT, "token-volume-name"
    ),
    "a token volume of another name": Case(
        SIDECAR, f"{NOTE}agent-service-account-token-volume-name", "token", "token-volume-name"
    ),
}
READS: dict[str, Case] = {
    "a path without data/": Case(
        "vault",
        READ,
        replacing("/data/encryption-credentials", "/encryption-credentials"),
        "agent-inject-template-kgc-sidecar.env",
    ),
    "a path that is not granted": Case(
        SIDECAR,
        f"{NOTE}agent-inject-template-other",
        '{{ with secret "kgc-staging/data/other" }}x{{ end }}',
        "agent-inject-template-other",
    ),
    "a file without a template": Case(
        SIDECAR, f"{NOTE}agent-inject-secret-other", "kgc-staging/data/other", "agent-inject-secret-other"
    ),
    "another environment's mount": Case(
        SIDECAR, f"{ENV}|VAULT_MOUNT_PATH|value", "kgc-production", "env.VAULT_MOUNT_PATH"
    ),
    "a capability that is not read": Case(
        "vault",
        READ,
        replacing(f'api-{GRANTED}"read"]', f'api-{GRANTED}"list"]'),
        "agent-inject-template-kgc-sidecar.env",
    ),
    "no policy": Case("vault", f"{ROLES}|Sidecar|token_policies", [], "agent-inject-template-kgc-sidecar.env"),
    "a grant that nobody uses": Case("vault", READ, adding("kgc-staging/data/other"), "kgc-staging/data/other"),
    "more than reading": Case("vault", READ, adding("kgc-staging/data/api-credentials", '"update"'), "api-credentials"),
}
BINDINGS: dict[str, Case] = {
    "any service account": Case("vault", f"{ROLES}|Sidecar|bound_service_account_names", ["*"], ROLE),
    "any namespace": Case("vault", f"{ROLES}|Sidecar|bound_service_account_namespaces", ["*"], ROLE),
    "no audience": Case("vault", f"{ROLES}|Sidecar|audience", ABSENT, ROLE),
    "a policy that is not there": Case("vault", f"{ROLES}|Sidecar|token_policies", ["other"], f"{ROLE}.token_policies"),
    "a policy that nobody is given": Case("vault", f"{ROLES}|Sidecar|token_policies", [], "vault_policy.Read"),
}
GRANTS: dict[str, Case] = {
    "a wildcard": Case("vault", READ, adding("kgc-staging/data/*"), "kgc-staging/data/*"),
    "a wildcard for one part": Case("vault", READ, adding("kgc-staging/+/api-credentials"), "kgc-staging/+/"),
    "a wildcard of rotation": Case("vault", ROTATE, adding("kgc-staging/data/*", '"update"'), "kgc-staging/data/*"),
    "another environment": Case("vault", ROTATE, adding("kgc-production/data/x"), "kgc-production/data/x"),
    "a mount whose name begins alike": Case("vault", ROTATE, adding("kgc-staging-2/data/x"), "kgc-staging-2/data/x"),
    "the server itself": Case("vault", ROTATE, adding("sys/mounts", '"read"'), "sys/mounts"),
    "destroying versions": Case("vault", ROTATE, adding("kgc-staging/destroy/x", '"update"'), "kgc-staging/destroy/x"),
    "deleting": Case("vault", ROTATE, adding("kgc-staging/data/x", '"delete"'), "kgc-staging/data/x"),
    "root's right": Case("vault", ROTATE, adding("kgc-staging/data/x", '"sudo"'), "kgc-staging/data/x"),
    "an expression": Case("vault", ROTATE, adding("kgc-staging/data/$${identity}"), "vault_policy.Rotate"),
    "a template of Vault": Case("vault", ROTATE, adding("kgc-staging/data/{{identity.entity.id}}"), "policy"),
    "a block that says nothing": Case("vault", ROTATE, adding("kgc-staging/data/x", ""), "kgc-staging/data/x"),
    "a text that is no policy": Case("vault", ROTATE, "path kgc/*", "vault_policy.Rotate.policy"),
    "an empty text": Case("vault", ROTATE, "", "vault_policy.Rotate.policy"),
}  # fmt: skip


ALL = [
    (check, name, case)
    for check, cases in (
        ("vault_logins", LOGINS), ("injector_tokens", TOKENS), ("vault_grants", READS), ("vault_bindings", BINDINGS),
        ("vault_policies", GRANTS),
    )
    for name, case in cases.items()
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "case"), [(check, case) for check, _, case in ALL], ids=[f"{c}: {n}" for c, n, _ in ALL]
)
def test_each_rule_is_held(check: str, case: Case) -> None:
    assert_reported(check, case)


def found(rendered: Rendered) -> list[str]:
    """Everything that identity and grants have to say."""
    subjects = ("injector_tokens", "vault_bindings", "vault_grants", "vault_logins", "vault_policies")
    return [problem.field for subject in subjects for problem in CHECKS[subject](rendered, ENVIRONMENT)]


@pytest.mark.parametrize(
    ("own", "accounts", "enough"),
    [(True, False, True), (ABSENT, True, True), (ABSENT, ABSENT, True), (ABSENT, False, False), (False, True, False)],
)
def test_an_injector_that_finds_the_ordinary_token_needs_no_volume(own: Any, accounts: Any, enough: bool) -> None:
    rendered = changed(SIDECAR, f"{NOTE}agent-service-account-token-volume-name", ABSENT)
    rendered = changed(SIDECAR, "spec|template|spec|automountServiceAccountToken", own, rendered)
    rendered = changed("ServiceAccount/kgc-sidecar", "automountServiceAccountToken", accounts, rendered)
    assert (found(rendered) == []) is enough


def test_a_volume_that_is_named_must_be_there_even_so() -> None:
    automounted = changed(SIDECAR, "spec|template|spec|automountServiceAccountToken", True)
    case = Case(SIDECAR, f"{NOTE}agent-service-account-token-volume-name", "token", "token-volume-name")
    assert_reported("injector_tokens", case, rendered=automounted)


def test_a_token_for_the_api_server_is_no_login_at_vault() -> None:
    volume = {"name": "api", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}
    rendered = changed("CronJob/kgc-sidecar-rotation", "spec|jobTemplate|spec|template|spec|volumes|+", volume)
    assert found(rendered) == []


def test_where_there_is_a_template_it_says_what_is_read() -> None:
    rendered = changed(SIDECAR, f"{NOTE}agent-inject-secret-kgc-sidecar.env", "kgc-staging/data/unused")
    assert found(rendered) == []


# The sidecar's role and login by JWT, which says the same with other words.
JWT_ROLE = {
    "backend": "jwt-staging", "role_name": "kgc-sidecar-staging", "role_type": "jwt", "user_claim": "sub",
    "bound_audiences": ["vault"], "bound_subject": "system:serviceaccount:kgc-sidecar:kgc-sidecar",
    "token_policies": ["kgc-sidecar-staging-read"],
}  # fmt: skip


def jwt() -> Rendered:
    rendered = changed("vault", "resource|vault_jwt_auth_backend_role", {"Sidecar": JWT_ROLE})
    rendered = changed("vault", f"{ROLES}|Sidecar", ABSENT, rendered)
    rendered = changed(SIDECAR, f"{NOTE}auth-path", "auth/jwt-staging", rendered)
    return changed(SIDECAR, f"{NOTE}auth-type", "jwt", rendered)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("bound_subject", "system:serviceaccount:kgc-sidecar:default"),
        ("bound_subject", "system:serviceaccount:default:kgc-sidecar"),
        ("bound_subject", ABSENT),
        ("bound_audiences", ["vault", "api"]),
        ("bound_audiences", []),
    ],
)
def test_a_role_by_jwt_is_bound_to_exactly_the_pod(argument: str, value: Any) -> None:
    case = Case("vault", f"resource|vault_jwt_auth_backend_role|Sidecar|{argument}", value, "vault_jwt_auth_backend")
    check = "vault_bindings" if value in (ABSENT, []) else "vault_logins"
    assert_reported(check, case, rendered=jwt())


OPERATORS = Path(__file__).parent / "good" / "operators.yaml"
OPERATED: Environment = ENVIRONMENT.evolve(secret_delivery={"kind": "vault-secrets-operator"})


def operated(operator: str) -> Rendered:
    """What is right with an operator: it logs in for the pod, which reads nothing itself."""
    rendered = good()
    (sidecar,) = [each for each in rendered.kubernetes if each["kind"] == "Deployment"]
    sidecar["spec"]["template"]["metadata"]["annotations"] = {}
    pod = sidecar["spec"]["template"]["spec"]
    pod["volumes"] = [each for each in pod["volumes"] if each["name"] != "vault-token"]
    pod["containers"][0]["env"] = [{"name": "VAULT_ENABLED", "value": "false"}]
    unused = 'path "kgc-staging/data/database-credentials" {\n  capabilities = ["read"]\n}\n'
    objects = json.loads(json.dumps(yaml.safe_load(OPERATORS.read_text())[operator]))
    stacks = changed("vault", READ, replacing(unused, "")).terraform
    return Rendered((*rendered.kubernetes, *objects), stacks)


AUTH, STATIC = "VaultAuth/kgc-sidecar", "VaultStaticSecret/api"
STORE, EXTERNAL = "SecretStore/kgc-sidecar", "ExternalSecret/kgc-sidecar"
GENERATOR = "VaultDynamicSecret/generator"
BY_OPERATOR: dict[str, tuple[str, Case]] = {
    "its service account": ("vault", Case(AUTH, "spec|kubernetes|serviceAccount", "operator", ROLE)),
    "its audience": ("vault", Case(AUTH, "spec|kubernetes|audiences", ["api"], ROLE)),
    "its role": ("vault", Case(AUTH, "spec|kubernetes|role", "other", "VaultAuth/kgc-sidecar: spec.kubernetes")),
    "its mount": ("vault", Case(AUTH, "spec|mount", "kubernetes", "VaultAuth/kgc-sidecar: spec.kubernetes")),
    "its path": ("vault", Case(STATIC, "spec|path", "other", "VaultStaticSecret/api: spec.path")),
    "its engine's version": ("vault", Case(STATIC, "spec|type", "kv-v1", "VaultStaticSecret/api: spec.path")),
    "its dynamic path": (
        "vault", Case("VaultDynamicSecret/database", "spec|path", "creds/x", "VaultDynamicSecret/database"),
    ),
    "the store's account": (
        "external", Case(STORE, "spec|provider|vault|auth|kubernetes|serviceAccountRef|name", "operator", ROLE),
    ),
    "the store's audience": (
        "external", Case(STORE, "spec|provider|vault|auth|kubernetes|serviceAccountRef|audiences", ["api"], ROLE),
    ),
    "the store's role": (
        "external", Case(STORE, "spec|provider|vault|auth|kubernetes|role", "x", "auth.kubernetes"),
    ),
    "the store's version": ("external", Case(STORE, "spec|provider|vault|version", "v1", "ExternalSecret/")),
    "the store's mount": ("external", Case(STORE, "spec|provider|vault|path", "kgc-production", "ExternalSecret/")),
    "a key": ("external", Case(EXTERNAL, "spec|data|0|remoteRef|key", "other", "ExternalSecret/kgc-sidecar")),
    "a whole secret": (
        "external", Case(EXTERNAL, "spec|dataFrom", [{"extract": {"key": "other"}}], "spec.dataFrom"),
    ),
    "a generator's path": (
        "external", Case(GENERATOR, "spec|path", "/database-staging/creds/x", "VaultDynamicSecret/generator"),
    ),
    "a generator's account": (
        "external", Case(GENERATOR, "spec|provider|auth|kubernetes|serviceAccountRef|name", "operator", ROLE),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_OPERATOR)
def test_what_an_operator_does_is_judged_alike(case: str) -> None:
    operator, broken = BY_OPERATOR[case]

    who = any(word in broken.path.lower() for word in ("account", "audience", "mount", "role"))
    assert_reported("vault_logins" if who else "vault_grants", broken, OPERATED, operated(operator))


def test_a_store_may_log_in_by_jwt() -> None:
    rendered = operated("external")
    account = {"serviceAccountRef": {"name": "kgc-sidecar"}, "audiences": ["vault"]}
    login = {"path": "jwt-staging", "role": "kgc-sidecar-staging", "kubernetesServiceAccountToken": account}
    rendered = changed(STORE, "spec|provider|vault|auth", {"jwt": login}, rendered)
    rendered = changed(GENERATOR, "spec|provider|auth", {"jwt": login}, rendered)
    rendered = changed("vault", "resource|vault_jwt_auth_backend_role", {"Sidecar": JWT_ROLE}, rendered)
    rendered = changed("vault", f"{ROLES}|Sidecar", ABSENT, rendered)
    projected = "spec|provider|vault|auth|jwt|kubernetesServiceAccountToken"
    for path, value in ((f"{projected}|audiences", ["api"]), (f"{projected}|serviceAccountRef|name", "operator")):
        assert_reported("vault_logins", Case(STORE, path, value, "vault_jwt_auth_backend_role"), OPERATED, rendered)


@pytest.mark.parametrize(("operator", "secret"), [("vault", STATIC), ("external", EXTERNAL)])
def test_a_secret_is_read_by_the_login_that_it_names(operator: str, secret: str) -> None:
    path = "spec|vaultAuthRef" if operator == "vault" else "spec|secretStoreRef|name"
    granted_for_nothing = Case(secret, path, "somebody else's", "kgc-staging/data/api-credentials")
    assert_reported("vault_grants", granted_for_nothing, OPERATED, operated(operator))


def test_a_pod_without_an_agent_needs_no_annotation_for_its_token() -> None:
    without = changed(SIDECAR, f"{NOTE}agent-inject", "false")
    assert not [field for field in found(without) if "token-volume" in field]


def test_an_agent_without_any_token_cannot_log_in() -> None:
    case = Case(SIDECAR, "spec|template|spec|volumes|vault-token", ABSENT, "token-volume-name")
    assert_reported("injector_tokens", case)
    case = Case(SIDECAR, "spec|template|spec|volumes|vault-token", ABSENT, ROLE)
    assert_reported("vault_logins", case)


def test_the_audience_of_another_token_does_not_count() -> None:
    other = {"serviceAccountToken": {"audience": "api", "path": "token"}}
    volume = {"name": "other-token", "projected": {"sources": [other]}}
    assert found(changed(SIDECAR, "spec|template|spec|volumes|+", volume)) == []
