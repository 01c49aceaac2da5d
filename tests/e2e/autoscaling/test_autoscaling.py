"""Load adds pods at once, quiet takes them away only after the window, and an injected container moves nothing.

The tests tell one story and run in its order.
"""

import json
from collections.abc import Iterator

import pytest

from kgc_constructs.apps import load_environment
from tests.e2e.autoscaling.scene import AGENT, BUSY, QUIET, SIDECAR, TWIN, Scene, start_twin, with_agent
from tests.e2e.kubernetes.conftest import APPS
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import deploy
from tests.servers.kubectl import listing
from tests.servers.kubernetes import Cluster, ControlPlane
from tests.servers.metrics import Load, served_metrics
from tests.servers.waiting import wait_for

_FEWEST, _MOST = 3, 9
# Seconds; as rendered it is 300, which is a setting. Longer than a minute: pods that were added in the policy's last
# minute may go all at once.
_WINDOW = 65


@pytest.fixture(scope="module")
def scene(cluster: Cluster, control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The environment at rest: its autoscaler has seen some metrics."""
    environment = load_environment("e2e", APPS).evolve(
        namespace="kgc-scaled", autoscaling={"scale_down_window_seconds": _WINDOW}
    )
    assert environment.autoscaling is not None
    assert (environment.autoscaling.min_replicas, environment.autoscaling.max_replicas) == (_FEWEST, _MOST)
    deployed = deploy(environment, tmp_path_factory.mktemp("scaled"), cluster.kubectl)
    define(cluster.kubectl, custom_kinds(deployed.objects))
    objects = [with_agent(found) if found["kind"] == "Deployment" else found for found in deployed.objects]
    load = Load({SIDECAR: QUIET, AGENT: QUIET})
    with served_metrics(cluster, control_plane, load):
        cluster.kubectl.run("apply", "-f", "-", stdin=listing(objects))
        start_twin(deployed)
        deployed.wait_until_complete()
        scene = Scene(deployed, load)
        wait_for(lambda: _measured(scene), what="the autoscaler sees metrics", within=90, every=0.5)
        yield scene
    cluster.kubectl.run("delete", "namespace", deployed.names.namespace, TWIN, "--timeout=90s")


def _measured(scene: Scene) -> bool:
    autoscaler = scene.deployed.read("horizontalpodautoscaler", scene.deployed.names.autoscaler)
    conditions = {found["type"]: found["status"] for found in autoscaler["status"].get("conditions", [])}
    return conditions.get("ScalingActive") == "True"


def test_an_injected_container_moves_nothing_though_it_would_move_others(scene: Scene) -> None:
    scene.load.set(AGENT, BUSY)
    wait_for(
        lambda: int(scene.deployed.kubectl.read("get", "deployment", TWIN, "-n", TWIN)["spec"]["replicas"]) > _FEWEST,
        what="an autoscaler that looks at whole pods adds some",
        within=60,
    )
    assert {wanted for _, wanted in scene.observe(10)} == {_FEWEST}
    scene.load.set(AGENT, QUIET)


def test_load_adds_pods_at_once_but_never_too_many(scene: Scene) -> None:
    scene.load.set(SIDECAR, BUSY)
    seen = scene.observe(90, until=lambda wanted: wanted == _MOST)
    first = next(when for when, wanted in seen if wanted > _FEWEST)
    assert first < 20, json.dumps(seen)
    assert seen[-1][1] == _MOST
    assert {wanted for _, wanted in scene.observe(8)} == {_MOST}


def test_quiet_takes_pods_away_only_after_the_window_and_never_too_many(scene: Scene) -> None:
    scene.deployed.wait_until_complete()
    scene.load.set(SIDECAR, QUIET)
    seen = scene.observe(_WINDOW + 120, until=lambda wanted: wanted == _FEWEST)
    first = next(when for when, wanted in seen if wanted < _MOST)
    assert _WINDOW - 5 <= first <= _WINDOW + 30, json.dumps(seen)
    steps = [wanted for number, (_, wanted) in enumerate(seen) if number == 0 or wanted != seen[number - 1][1]]
    assert steps == [9, 4, 3]  # by half, then again after a minute
    assert {wanted for _, wanted in scene.observe(8)} == {_FEWEST}


def test_the_pods_are_as_many_as_wanted(scene: Scene) -> None:
    wait_for(lambda: len(scene.deployed.pods()) == _FEWEST, what="the others are gone", within=30)


def test_a_second_apply_does_not_set_the_number_back(scene: Scene) -> None:
    scene.load.set(SIDECAR, BUSY)
    scene.observe(60, until=lambda wanted: wanted > _FEWEST)
    raised = scene.wanted(scene.deployed.names.deployment)
    assert raised > _FEWEST
    scene.deployed.apply()
    assert scene.wanted(scene.deployed.names.deployment) >= raised
