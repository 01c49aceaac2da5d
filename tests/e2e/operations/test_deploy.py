"""`kgc diff` and `kgc deploy` of a workload: from nothing, changed, broken and back, and with less than before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment import Deployment, Outcome, Scope, planned
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames
from kgc_constructs.testing import render
from tests.conftest import APPS
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.servers.kubernetes import Cluster
from tests.servers.nodes import BROKEN_TAG

NOTHING = "cluster: no changes"
WORKLOAD = Scope(only="workload")

pytestmark = pytest.mark.usefixtures("control_plane")  # whose nodes know which images are broken


@pytest.fixture(scope="module")
def settings() -> Environment:
    """Two sidecars in a namespace that no other test uses."""
    staging = load_environment("staging", APPS)
    return staging.evolve(name="deployed", namespace="kgc-deployed", rollout={"drain_seconds": 1})


@pytest.fixture(scope="module", autouse=True)
def clean(cluster: Cluster, settings: Environment) -> Iterator[None]:
    """Nothing of these environments is there before or after."""
    define(cluster.kubectl, custom_kinds(map(dict, render(settings).kubernetes)))
    yield
    namespaces = [ObjectNames.of(each).namespace for each in (settings, first_of_its_kind(settings))]
    cluster.kubectl.run("delete", "namespace", *namespaces, "--ignore-not-found", "--timeout=120s")


@pytest.fixture(autouse=True)
def reached(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own kubectl reaches the cluster."""
    for name, value in cluster.kubectl.environment.items():
        monkeypatch.setenv(name, value)


def first_of_its_kind(settings: Environment) -> Environment:
    """An environment of which nothing was ever deployed."""
    return settings.evolve(name="first", namespace="kgc-first")


def deploy(settings: Environment, folder: Path, *, seconds: int = 60) -> Outcome:
    """No smoke test: a simulated node runs no program that could answer."""
    deployment = Deployment(scope=WORKLOAD, agree=bool, tell=lambda _: None, smoke=False, rollout_seconds=seconds)
    return deployment.run(settings, folder)


def difference(settings: Environment, folder: Path) -> list[str]:
    """What `kgc diff` says below the address of the cluster."""
    with planned(settings, folder, WORKLOAD) as plan:
        return str(plan).splitlines()[1:]


def image_of(cluster: Cluster, settings: Environment) -> str:
    names = ObjectNames.of(settings)
    found = cluster.kubectl.read("get", "deployment", names.deployment, "-n", names.namespace)
    return str(found["spec"]["template"]["spec"]["containers"][0]["image"])


def test_from_nothing_to_a_change_and_back_to_less(cluster: Cluster, settings: Environment, tmp_path: Path) -> None:
    names = ObjectNames.of(settings)
    shown = difference(settings, tmp_path)
    assert shown[0] == f"cluster: {len(render(settings).kubernetes)} to add, 0 to change, 0 to delete"
    assert f"  +   Deployment {names.deployment}" in shown
    assert deploy(settings, tmp_path).changed
    assert difference(settings, tmp_path) == [NOTHING]
    assert not deploy(settings, tmp_path).changed

    less = settings.evolve(performance={"max_hooks": 4321}, network_policy=None)
    shown = difference(less, tmp_path)
    assert shown[0].startswith("cluster: 0 to add, 2 to change, ")
    assert f"  ~   Deployment {names.deployment}" in shown
    assert any('"maxHooks": 4321' in line for line in shown)
    assert not any("generation:" in line for line in shown)
    assert "  -   NetworkPolicy default-deny" in shown
    assert deploy(less, tmp_path).changed
    assert cluster.kubectl.items("networkpolicies", "-n", names.namespace) == []
    assert difference(less, tmp_path) == [NOTHING]


def test_an_image_that_cannot_start_is_rolled_back_with_its_configuration(
    cluster: Cluster, settings: Environment, tmp_path: Path
) -> None:
    deploy(settings, tmp_path)
    good = image_of(cluster, settings)
    image = {"repository": f"registry.example.com/{BROKEN_TAG}/kgc-sidecar"}
    with pytest.raises(OperationError, match=r"(?s)does not get ready.*Rolled back: what ran before runs again\.$"):
        deploy(settings.evolve(image=image, performance={"max_hooks": 99}), tmp_path, seconds=10)
    assert image_of(cluster, settings) == good
    assert difference(settings, tmp_path) == [NOTHING]


def test_a_first_version_that_cannot_start_is_left_to_look_at(
    cluster: Cluster, settings: Environment, tmp_path: Path
) -> None:
    working = first_of_its_kind(settings)
    broken = working.evolve(image={"repository": f"registry.example.com/{BROKEN_TAG}/kgc-sidecar"})
    with pytest.raises(OperationError, match="nothing to go back to"):
        deploy(broken, tmp_path, seconds=5)
    assert BROKEN_TAG in image_of(cluster, working)
    assert deploy(working, tmp_path).changed
    assert BROKEN_TAG not in image_of(cluster, working)


def test_pods_may_ask_for_less_and_for_more_than_before(
    cluster: Cluster, settings: Environment, tmp_path: Path
) -> None:
    """A quota for the new pods alone would leave no room for a single one beside the old."""
    deploy(settings, tmp_path)
    small = settings.evolve(
        resources={"cpu_request": "50m", "cpu_limit": "100m", "memory_request": "64Mi", "memory_limit": "128Mi"}
    )
    large = settings.evolve(lockchain={"storage_size": "1Gi"})  # a claim that the former quota forbids
    for wanted in (small, large):
        assert deploy(wanted, tmp_path).changed
        assert difference(wanted, tmp_path) == [NOTHING]
    names = ObjectNames.of(settings)
    quota = cluster.kubectl.read("get", "resourcequota", names.quota, "-n", names.namespace)
    assert quota["spec"]["hard"]["requests.storage"] == "1Gi"
