"""Login by signed tokens, whose signature Vault checks itself."""

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource
from tests.e2e.applier.resources.auth import TOKEN
from tests.e2e.applier.resources.mounts import TUNABLE, enabled

_KEYS = (
    "bound_issuer",
    "default_role",
    "jwks_url",
    "jwt_supported_algs",
    "jwt_validation_pubkeys",
    "oidc_discovery_ca_pem",
    "oidc_discovery_url",
)


@resource("vault_jwt_auth_backend", "path", "type", "local", *_KEYS, *TUNABLE)
def backend(given: Arguments) -> Desired:
    """The method, and the keys it trusts."""
    kind = {"type": "jwt", **given}
    path = given.get("path", kind["type"]).rstrip("/")
    configuration = Write(f"auth/{path}/config", only(given, *_KEYS))
    writes = (*enabled("sys/auth", path, kind), configuration)
    return Desired(writes, remove=f"sys/auth/{path}", attributes={"path": path})


@resource(
    "vault_jwt_auth_backend_role",
    "backend",
    "role_name",
    "role_type",
    "bound_audiences",
    "bound_claims",
    "bound_claims_type",
    "bound_subject",
    "user_claim",
    "groups_claim",
    "claim_mappings",
    "expiration_leeway",
    "not_before_leeway",
    "clock_skew_leeway",
    *TOKEN,
)
def role(given: Arguments) -> Desired:
    """Whose tokens are taken, for which audience, and what they get."""
    path = f"auth/{given['backend']}/role/{given['role_name']}"
    body = {name: value for name, value in given.items() if name not in ("backend", "role_name")}
    return Desired((Write(path, body),), remove=path)
