"""The servers that tests of this folder ask for; each is started when the first test asks, and ended with the run."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.kubernetes.definitions import undefine
from tests.servers.aws import Aws, aws
from tests.servers.kubernetes import Cluster, ControlPlane, given_cluster, own_cluster
from tests.servers.postgres import Postgres, postgres
from tests.servers.requirements import lacking
from tests.servers.terraform import Terraform, terraform
from tests.servers.vault import Vault, given_vault, own_vault

_HERE = Path(__file__).parent
_PURE = _HERE / "applier"  # the applier's own tests need nothing


# Tests that share servers run in one process (`pytest --dist loadgroup`); those groups come first that take longest.
_LONGEST = (
    "kubernetes",
    "interrupts",
    "autoscaling",
    "vault",
    "test_kgc_deploy",
    "operations",
    "harness",
    "test_applied",
    "aws",
    "test_protected",
    "test_initialise",
)
_ALONE = ("test_kgc_deploy",)  # share no more than the cluster with the other files of their folder


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder need servers: `make test` leaves them out, `make e2e` runs them.

    Server tests of other folders are here too when everything is collected; each file of them is a group.
    """
    for item in items:
        if item.path.is_relative_to(_HERE) and not item.path.is_relative_to(_PURE):
            item.add_marker(pytest.mark.server)
        if item.get_closest_marker("server"):
            item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=_rank)


def _group(item: pytest.Item) -> str:
    inside = item.path.is_relative_to(_HERE) and item.path.stem not in _ALONE
    return item.path.relative_to(_HERE).parts[0] if inside else item.path.stem


def _rank(item: pytest.Item) -> tuple[int, bool]:
    group = _group(item)
    # What looks at the traces that all others left comes after them.
    return _LONGEST.index(group) if group in _LONGEST else len(_LONGEST), item.path.name == "test_audit.py"


@pytest.fixture(scope="session")
def servers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where servers keep logs, keys and data."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def cluster(servers_folder: Path) -> Iterator[Cluster]:
    """The cluster that KUBECONFIG names, or one of our own with nodes in three zones."""
    with ExitStack() as ending:
        given = ending.enter_context(given_cluster())
        if given is not None:
            ending.callback(undefine, given.kubectl)
        yield given or ending.enter_context(own_cluster(servers_folder))


@pytest.fixture(scope="session")
def running_cluster(cluster: Cluster) -> Cluster:
    """A cluster that runs our pods, though their images exist nowhere."""
    if not cluster.runs_any_image:
        lacking("a cluster with simulated nodes", install="kwok in it, and remove other nodes; or unset KUBECONFIG")
    return cluster


@pytest.fixture(scope="session")
def control_plane(cluster: Cluster) -> ControlPlane:
    """What only a cluster of our own allows: its keys, its nodes, its servers."""
    if cluster.own is None:
        lacking("a cluster that the test may disturb", install="nothing, but unset KUBECONFIG")
    return cluster.own


@pytest.fixture(scope="session")
def vault(servers_folder: Path) -> Iterator[Vault]:
    """The server that VAULT_ADDR names, or one of our own."""
    with ExitStack() as ending:
        given = ending.enter_context(given_vault())
        yield given or ending.enter_context(own_vault(servers_folder))


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL of our own."""
    with postgres(servers_folder / "postgres.log", password=secrets.token_urlsafe()) as server:
        yield server


@pytest.fixture(scope="session")
def aws_endpoint(servers_folder: Path) -> Iterator[Aws]:
    """The endpoint that AWS_ENDPOINT_URL names, or one of our own."""
    with aws(servers_folder) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def terraform_cli(servers_folder: Path) -> Terraform:
    """The machine's Terraform."""
    return terraform(servers_folder)
