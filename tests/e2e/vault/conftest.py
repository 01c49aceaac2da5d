"""A Vault server with the stacks of two environments on it, and a cluster whose pods log in."""

import base64
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Environment, JwtLogin, KubernetesLogin
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.rendering import render_terraform
from tests.e2e.vault.applied import Applied
from tests.e2e.vault.databases import prepare_database
from tests.e2e.vault.deployment import deployment
from tests.e2e.vault.environments import vault_inside, vault_outside
from tests.e2e.vault.removing import remove
from tests.e2e.vault.reviewer import reviewing, trust_cluster
from tests.e2e.vault.workload import Workload, run_workload
from tests.operations.kgc import Kgc
from tests.servers.kubernetes import Cluster
from tests.servers.postgres import Postgres
from tests.servers.terraform import Terraform
from tests.servers.vault import Vault, asked

_APPS = Path(__file__).parents[3] / "apps"


Apply = Callable[[Environment, Mapping[str, str]], Applied]


@pytest.fixture(scope="session")
def vault_terraform(terraform_cli: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Terraform | None:
    """Terraform, where it can get the provider for Vault."""
    return terraform_cli if terraform_cli.offers("hashicorp/vault", tmp_path_factory.mktemp("offers")) else None


@pytest.fixture(scope="session")
def outside(apply: Apply, vault: Vault, postgres_server: Postgres, cluster: Cluster) -> Applied:
    """The e2e environment: Vault checks the signatures of the cluster's tokens itself."""
    provider = cluster.identity_provider
    login = JwtLogin(issuer=provider.issuer, public_keys=provider.public_keys)
    applied = apply(vault_outside(load_environment("e2e", _APPS), vault, postgres_server, login), {})
    kgc = Kgc(applied.folder, {**vault.environment, "VAULT_TOKEN": vault.token})
    seeded = kgc.run("vault", "seed", kgc.describe(applied.environment))
    assert (seeded.code, seeded.err) == (0, "")
    return applied


@pytest.fixture(scope="session")
def inside(apply: Apply, vault: Vault, postgres_server: Postgres, cluster: Cluster, reviewer: str) -> Applied:
    """The staging environment: the cluster reviews its tokens for Vault."""
    login = KubernetesLogin(kubernetes_host=cluster.url)
    given = {
        "vault_api_key": f"key with 'quotes\" & {secrets.token_urlsafe()}",
        "vault_encryption_key": base64.b64encode(secrets.token_bytes(32)).decode(),
        "vault_db_password": f"p@ss:/word?#% {secrets.token_urlsafe()}",
    }
    applied = apply(vault_inside(load_environment("staging", _APPS), vault, postgres_server, login), given)
    # Vault in a pod reviews tokens with the account of its own pod; this one is told of one, as it runs in none.
    told = {"token_reviewer_jwt": reviewer, "kubernetes_host": cluster.url, "kubernetes_ca_cert": cluster.authority}
    asked(vault.client(), "POST", f"/auth/{applied.names.auth_mount}/config", told)
    return applied


@pytest.fixture(scope="session")
def reviewer(cluster: Cluster) -> Iterator[str]:
    """A token of an account that may review the tokens of others."""
    with reviewing(cluster) as token:
        yield token


@pytest.fixture(scope="session")
def outside_workload(outside: Applied, running_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Workload:
    """The pods of the e2e environment."""
    return run_workload(outside.environment, tmp_path_factory.mktemp("outside-pods"), running_cluster.kubectl)


@pytest.fixture(scope="session")
def inside_workload(inside: Applied, running_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Workload:
    """The pods of the staging environment."""
    return run_workload(inside.environment, tmp_path_factory.mktemp("inside-pods"), running_cluster.kubectl)


@pytest.fixture(scope="session")
def apply(
    vault: Vault,
    postgres_server: Postgres,
    cluster: Cluster,
    vault_terraform: Terraform | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Apply]:
    """Renders an environment's stack and applies it, once its database is prepared; the server is left as it was."""
    with ExitStack() as leaving:

        def apply(environment: Environment, values: Mapping[str, str]) -> Applied:
            names = VaultNames.of(environment)
            mounts = asked(vault.client(), "GET", "/sys/mounts")["data"]
            assert f"{names.kv_mount}/" not in mounts, f"{vault.url} holds {names.kv_mount} already, which is not ours"
            leaving.callback(remove, vault, names)
            given = {"vault_db_admin_password": secrets.token_urlsafe(), **values}
            prepare_database(postgres_server, environment, given["vault_db_admin_password"])
            folder = tmp_path_factory.mktemp(environment.slug)
            render_terraform(environment, folder)
            stack = folder / "stacks" / f"vault-{environment.slug}"
            trust_cluster(stack / "cdk.tf.json", cluster.authority)
            way = deployment(vault_terraform, stack, vault, given)
            return Applied(environment, names, stack, given, way, way.apply())

        yield apply
