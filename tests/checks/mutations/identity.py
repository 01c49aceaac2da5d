"""Pods that are not who their Vault role is bound to, and accounts that may more than they need."""

from __future__ import annotations

from tests.checks.mutations.mutation import ABSENT, Mutation, several
from tests.checks.mutations.policy_texts import NOTE

__all__ = ["MUTATIONS"]

KUBERNETES, JWT = ("development", "e2e"), ("staging", "production")
SIDECAR, ROTATION = "Deployment/kgc-sidecar", "CronJob/kgc-sidecar-rotation"
POD, JOB = "spec|template|spec", "spec|jobTemplate|spec|template|spec"
ROLES, JWT_ROLES = "resource|vault_kubernetes_auth_backend_role", "resource|vault_jwt_auth_backend_role"
ROLE, JWT_ROLE = f"{ROLES}|PodLogin_Kubernetes_Role_0BA2DC68", f"{JWT_ROLES}|PodLogin_Jwt_Role_45184CE2"
RUN, JWT_RUN = f"{ROLES}|PodLogin_Kubernetes_RotationRole_65352A40", f"{JWT_ROLES}|PodLogin_Jwt_RotationRole_46FF6A9E"
NAMES, SPACES, AUDIENCE = "bound_service_account_names", "bound_service_account_namespaces", "audience"
TOKEN = f"{POD}|volumes|vault-token|projected|sources|0|serviceAccountToken"
VOLUME = f"{NOTE}agent-service-account-token-volume-name"
SUBJECT = "system:serviceaccount:"

ROLE_OF_LOGIN = [
    *several(
        "vault-login-role",
        SIDECAR,
        ("yesterday's role", f"{NOTE}role", "kgc-sidecar-before"),
        ("no hyphen", f"{NOTE}role", lambda role: role.replace("-", "")),
        ("another case", f"{NOTE}role", str.upper),
        ("the default mount", f"{NOTE}auth-path", "auth/kubernetes"),
        ("a mount without its environment", f"{NOTE}auth-path", lambda path: path.rpartition("-")[0]),
        ("one letter less", f"{NOTE}role", lambda role: role[:-1]),
    ),
    *several("vault-login-role", "vault", ("renamed", f"{ROLE}|role_name", "kgc"), among=KUBERNETES),
    *several("vault-login-role", "vault", ("moved", f"{JWT_ROLE}|backend", "jwt"), among=JWT),
    *several("vault-login-role", ROTATION, ("another account of the job", f"{JOB}|serviceAccountName", "rotation")),
]
METHOD = [
    *several("vault-login-method", SIDECAR, ("swapped", f"{NOTE}auth-type", "jwt"), among=KUBERNETES),
    *several("vault-login-method", SIDECAR, ("swapped back", f"{NOTE}auth-type", "kubernetes"), among=JWT),
    *several("vault-login-method", SIDECAR, ("left to the default", f"{NOTE}auth-type", ABSENT), among=JWT),
    *several("vault-login-method", SIDECAR, ("of another cloud", f"{NOTE}auth-type", "aws")),
    *several("vault-login-method", SIDECAR, ("misspelt", f"{NOTE}auth-type", "kubernets")),
    *several("vault-login-method", SIDECAR, ("of pipelines", f"{NOTE}auth-type", "approle")),
]
REFUSED = [
    *several(
        "vault-login-refused",
        SIDECAR,
        ("the default account", f"{POD}|serviceAccountName", "default"),
        ("the other pod's account", f"{POD}|serviceAccountName", "kgc-sidecar-rotation"),
        ("another namespace", "metadata|namespace", "default"),
        ("another audience", f"{TOKEN}|audience", "api"),
        ("an audience in capitals", f"{TOKEN}|audience", "Vault"),
        ("no account", f"{POD}|serviceAccountName", ABSENT),
    ),
    *several(
        "vault-login-refused",
        "vault",
        ("yesterday's account", f"{ROLE}|{NAMES}", ["kgc"]),
        ("yesterday's namespace", f"{ROLE}|{SPACES}", ["default"]),
        ("another audience of the role", f"{ROLE}|{AUDIENCE}", "kubernetes"),
        among=KUBERNETES,
    ),
    *several(
        "vault-login-refused",
        "vault",
        ("swapped parts of the subject", f"{JWT_ROLE}|bound_subject", f"{SUBJECT}default:kgc-sidecar"),
        ("a subject cut short", f"{JWT_ROLE}|bound_subject", lambda subject: subject[:-1]),
        ("other audiences", f"{JWT_ROLE}|bound_audiences", ["api"]),
        among=JWT,
    ),
]
WIDER = [
    *several(
        "vault-role-wider",
        "vault",
        ("one account more", f"{ROLE}|{NAMES}|+", "other"),
        ("one namespace more", f"{ROLE}|{SPACES}|+", "default"),
        ("any account", f"{ROLE}|{NAMES}", ["*"]),
        ("any namespace", f"{ROLE}|{SPACES}", ["*"]),
        ("any audience", f"{ROLE}|{AUDIENCE}", ABSENT),
        ("all that begin alike", f"{ROLE}|{NAMES}", ["kgc-*"]),
        among=KUBERNETES,
    ),
    *several("vault-role-wider", "vault", ("one audience more", f"{JWT_ROLE}|bound_audiences|+", "api"), among=JWT),
]
OTHER = {"role_name": "other", "backend": "x", NAMES: ["x"], SPACES: ["y"], AUDIENCE: "vault"}
OTHER_JWT = {"role_name": "other", "role_type": "jwt", "bound_subject": f"{SUBJECT}x:y", "bound_audiences": ["vault"]}
UNUSED = [
    *several("vault-role-unused", "vault", ("added", f"{ROLES}|Other", OTHER), among=KUBERNETES),
    *several("vault-role-unused", "vault", ("added by JWT", f"{JWT_ROLES}|Other", OTHER_JWT), among=JWT),
    *several("vault-role-unused", ROTATION, ("its pod deleted", JOB, {}), ("its token deleted", f"{JOB}|volumes", [])),
    *several("vault-role-unused", SIDECAR, ("its pod uses another", f"{NOTE}role", "other")),
    *several("vault-role-unused", ROTATION, ("its pod is somebody else", f"{JOB}|serviceAccountName", "kgc-sidecar")),
]
EVERYBODY = [
    *several(
        "vault-role-everybody",
        "vault",
        ("any account", f"{ROLE}|{NAMES}", ["*"]),
        ("any namespace", f"{ROLE}|{SPACES}", ["*"]),
        ("all that begin alike", f"{ROLE}|{NAMES}", ["kgc-sidecar*"]),
        ("any besides", f"{ROLE}|{NAMES}|+", "*"),
        ("any account of the job", f"{RUN}|{NAMES}", ["*"]),
        ("any namespace of the job", f"{RUN}|{SPACES}|+", "team-*"),
        ("bound to nobody", f"{ROLE}|{NAMES}", []),
        among=KUBERNETES,
    ),
    *several("vault-role-everybody", "vault", ("any subject", f"{JWT_ROLE}|bound_subject", ABSENT), among=JWT),
    *several("vault-role-everybody", "vault", ("any subject of the job", f"{JWT_RUN}|bound_subject", ""), among=JWT),
]
AUDIENCES = [
    *several(
        "vault-role-audience",
        "vault",
        ("deleted", f"{ROLE}|{AUDIENCE}", ABSENT),
        ("empty", f"{ROLE}|{AUDIENCE}", ""),
        ("null", f"{ROLE}|{AUDIENCE}", None),
        ("deleted of the job", f"{RUN}|{AUDIENCE}", ABSENT),
        among=KUBERNETES,
    ),
    *several(
        "vault-role-audience",
        "vault",
        ("deleted by JWT", f"{JWT_ROLE}|bound_audiences", ABSENT),
        ("no member", f"{JWT_RUN}|bound_audiences", []),
        ("any", f"{JWT_ROLE}|bound_audiences", ["*"]),
        among=JWT,
    ),
]
GIVEN = "token_policies"
POLICIES: list[Mutation] = []
for roles, among in (((ROLE, RUN), KUBERNETES), ((JWT_ROLE, JWT_RUN), JWT)):
    where = f"in {among[0]}"
    POLICIES += several(
        "vault-role-policy",
        "vault",
        (f"misspelt {where}", f"{roles[0]}|{GIVEN}|0", lambda name: name[:-1]),
        (f"of another environment {where}", f"{roles[0]}|{GIVEN}", ["kgc-sidecar-qa-read"]),
        (f"one more {where}", f"{roles[1]}|{GIVEN}|+", "operators"),
        (f"a reference to nothing {where}", f"{roles[1]}|{GIVEN}", ["${vault_policy.Rotate.name}"]),
        among=among,
    )
NOBODYS: list[Mutation] = []
for role, among in ((ROLE, KUBERNETES), (JWT_ROLE, JWT)):
    NOBODYS += several(
        "vault-policy-nobodys",
        "vault",
        (f"taken away in {among[0]}", f"{role}|{GIVEN}", []),
        (f"not said in {among[0]}", f"{role}|{GIVEN}", ABSENT),
        among=among,
    )
NOBODYS += several(
    "vault-policy-nobodys",
    "vault",
    ("one more policy", "resource|vault_policy|Other", {"name": "other", "policy": 'path "a" { policy = "read" }'}),
    ("renamed", "resource|vault_policy|Policies_Read_11386F6E|name", "kgc-read"),
)
TOKENS = [
    *several(
        "vault-injector-token",
        SIDECAR,
        ("not named", VOLUME, ABSENT),
        ("misspelt", VOLUME, "vault-tokens"),
        ("empty", VOLUME, ""),
        ("another volume", VOLUME, "config"),
        ("the volume renamed", f"{POD}|volumes|vault-token|name", "token"),
        ("the volume deleted", f"{POD}|volumes|vault-token", ABSENT),
        ("a token for the API server", f"{TOKEN}|audience", ABSENT),
    ),
]
MOUNT = "automountServiceAccountToken"
UNUSED_TOKENS = [
    *several("service-account-token-unused", SIDECAR, ("mounted", f"{POD}|{MOUNT}", True)),
    *several("service-account-token-unused", ROTATION, ("mounted in the job", f"{JOB}|{MOUNT}", True)),
    *several(
        "service-account-token-unused",
        SIDECAR,
        ("an account elsewhere, and not said", POD, lambda pod: {**pod, "serviceAccountName": "other", MOUNT: None}),
        ("the default account", POD, lambda pod: {**pod, "serviceAccountName": "default", MOUNT: None}),
    ),
    *several(
        "service-account-token-unused",
        ROTATION,
        ("an account elsewhere, for the job", JOB, lambda pod: {**pod, "serviceAccountName": "other", MOUNT: None}),
    ),
]
DEFAULTS = [
    *several(
        "service-account-default",
        SIDECAR,
        ("deleted", f"{POD}|serviceAccountName", ABSENT),
        ("named", f"{POD}|serviceAccountName", "default"),
        ("empty", f"{POD}|serviceAccountName", ""),
    ),
    *several(
        "service-account-default",
        ROTATION,
        ("deleted of the job", f"{JOB}|serviceAccountName", ABSENT),
        ("misspelt key", JOB, lambda pod: {**pod, "serviceAccountName": None, "serviceAcountName": "kgc"}),
    ),
]
MUTATIONS: tuple[Mutation, ...] = (
    *ROLE_OF_LOGIN, *METHOD, *REFUSED, *WIDER, *UNUSED, *EVERYBODY, *AUDIENCES, *POLICIES, *NOBODYS, *TOKENS,
    *UNUSED_TOKENS, *DEFAULTS,
)  # fmt: skip
