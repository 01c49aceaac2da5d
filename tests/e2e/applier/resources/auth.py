"""Login methods: enabling them, Kubernetes accounts, AppRole."""

from tests.e2e.applier.desired import Arguments, Desired, Write, resource
from tests.e2e.applier.resources.mounts import TUNABLE, enabled

TOKEN = (
    "token_ttl",
    "token_max_ttl",
    "token_explicit_max_ttl",
    "token_policies",
    "token_bound_cidrs",
    "token_no_default_policy",
    "token_num_uses",
    "token_period",
    "token_type",
)


@resource("vault_auth_backend", "path", "type", "local", *TUNABLE)
def backend(given: Arguments) -> Desired:
    """A login method."""
    path = given.get("path", given["type"]).rstrip("/")
    return Desired(enabled("sys/auth", path, given), remove=f"sys/auth/{path}", attributes={"path": path})


@resource(
    "vault_kubernetes_auth_backend_config",
    "backend",
    "kubernetes_host",
    "kubernetes_ca_cert",
    "disable_iss_validation",
    "disable_local_ca_jwt",
    "issuer",
)
def kubernetes_configuration(given: Arguments) -> Desired:
    """The API server that reviews tokens; without a reviewer's token, Vault reviews with its own account."""
    body = {name: value for name, value in given.items() if name != "backend"}
    return Desired((Write(f"auth/{given['backend']}/config", body),), remove=None)


@resource(
    "vault_kubernetes_auth_backend_role",
    "backend",
    "role_name",
    "bound_service_account_names",
    "bound_service_account_namespaces",
    "audience",
    "alias_name_source",
    *TOKEN,
)
def kubernetes_role(given: Arguments) -> Desired:
    """Which accounts may log in, and what they get."""
    path = f"auth/{given['backend']}/role/{given['role_name']}"
    body = {name: value for name, value in given.items() if name not in ("backend", "role_name")}
    return Desired((Write(path, body),), remove=path)


@resource(
    "vault_approle_auth_backend_role",
    "backend",
    "role_name",
    "bind_secret_id",
    "secret_id_bound_cidrs",
    "secret_id_num_uses",
    "secret_id_ttl",
    *TOKEN,
)
def approle(given: Arguments) -> Desired:
    """A role for programs outside the cluster."""
    path = f"auth/{given['backend']}/role/{given['role_name']}"
    body = {name: value for name, value in given.items() if name not in ("backend", "role_name")}
    return Desired((Write(path, body),), remove=path)
