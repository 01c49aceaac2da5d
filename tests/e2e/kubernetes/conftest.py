"""All four environments on one cluster, each in a namespace of its own."""

from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment, names_of_apps
from kgc_constructs.settings import Environment
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import Deployed, deploy
from tests.servers.kubernetes import Cluster

APPS = Path(__file__).parents[3] / "apps"
NAMES = names_of_apps(APPS)


def environment_of(name: str) -> Environment:
    """The environment as it is in apps/; three of them share a namespace's name, which one cluster cannot."""
    environment = load_environment(name, APPS)
    return environment if name == "e2e" else environment.evolve(namespace=f"kgc-{name}")


@pytest.fixture(scope="session")
def all_deployed(running_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Deployed]:
    """Every environment of apps/, applied and running."""
    folder = tmp_path_factory.mktemp("manifests")
    found = {name: deploy(environment_of(name), folder / name, running_cluster.kubectl) for name in NAMES}
    define(running_cluster.kubectl, custom_kinds(each for deployed in found.values() for each in deployed.objects))
    for deployed in found.values():
        (deployed.folder / "applied.err").write_text(deployed.apply().err, encoding="utf-8")
    for deployed in found.values():
        deployed.wait_until_complete()
    return found


@pytest.fixture(params=NAMES)
def deployed(request: pytest.FixtureRequest, all_deployed: dict[str, Deployed]) -> Deployed:
    """Each environment in turn."""
    return all_deployed[request.param]
