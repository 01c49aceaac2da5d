"""Two environments on one Vault server, which could harm each other: one of each login, one with given values."""

from kgc_constructs.settings import Environment, JwtLogin, KubernetesLogin, NetworkPolicySettings, Peer
from tests.operations.vault.store import FAST
from tests.servers.postgres import Postgres
from tests.servers.vault import Vault

_LOOPBACK = NetworkPolicySettings(peers=(Peer(host="localhost", cidrs=("127.0.0.0/8",)),))
_GENERATED = {"api_key": "generate", "encryption_key": "generate"}
_GIVEN = {"api_key": "given", "encryption_key": "given"}
_PIPELINES = {"bound_cidrs": ("127.0.0.0/8",)}


def vault_outside(environment: Environment, vault: Vault, postgres: Postgres, login: JwtLogin) -> Environment:
    """The environment as it is when Vault stands outside the cluster and generates every value itself."""
    return environment.evolve(
        vault={"address": vault.url, "audit": None, "rate_limit": FAST, **_GENERATED},
        database={"url": f"postgresql://localhost:{postgres.port}/kgc_{environment.slug}", "password": "generate"},
        pod_login=login,
        pipeline_login=_PIPELINES,
        network_policy=_LOOPBACK,
    )


def vault_inside(environment: Environment, vault: Vault, postgres: Postgres, login: KubernetesLogin) -> Environment:
    """The environment as it is when Vault runs in the cluster and every value was given to Terraform."""
    return environment.evolve(
        vault={"address": vault.url, "audit": None, "rate_limit": FAST, **_GIVEN},
        database={
            "url": f"postgresql://localhost:{postgres.port}/kgc_{environment.slug}",
            "username": f"kgc_{environment.slug}",
            "admin_username": f"vault_{environment.slug}",
            "password": "given",
        },
        pod_login=login,
        pipeline_login=_PIPELINES,
        network_policy=_LOOPBACK,
    )
