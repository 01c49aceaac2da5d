"""A change of configuration rolls every pod while none is missing; a version that cannot start harms nobody."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.kubernetes.availability import watched_pods
from tests.e2e.kubernetes.deployed import Deployed, deploy, names_of
from tests.servers.nodes import BROKEN_TAG
from tests.servers.waiting import wait_for

pytestmark = pytest.mark.usefixtures("control_plane")  # whose nodes know which images are broken


@pytest.fixture(params=["production", "staging"])
def running(request: pytest.FixtureRequest, all_deployed: dict[str, Deployed]) -> Deployed:
    """An environment with an autoscaler, and one without."""
    return all_deployed[request.param]


def _changed(deployed: Deployed, folder: Path, **changes: Any) -> Deployed:
    return deploy(deployed.environment.evolve(**changes), folder, deployed.kubectl)


def test_a_change_of_configuration_replaces_every_pod_and_none_is_missing(running: Deployed, tmp_path: Path) -> None:
    before = names_of(running.pods())
    newer = _changed(running, tmp_path / "newer", performance={"max_hooks": 4321})
    with watched_pods(running, tmp_path / "pods.log") as seen:
        newer.apply()
        newer.wait_until_complete()
    assert names_of(newer.pods()).isdisjoint(before)
    assert seen.fewest() >= running.environment.fewest_replicas
    settings = newer.read("configmap", newer.names.config_map)["data"]["config.json"]
    assert '"maxHooks": 4321' in settings
    with watched_pods(running, tmp_path / "back.log") as seen:
        running.apply()
        running.wait_until_complete()
    assert seen.fewest() >= running.environment.fewest_replicas


def test_a_change_of_labels_is_taken_and_leaves_the_selector_alone(running: Deployed, tmp_path: Path) -> None:
    selector = running.read("deployment", running.names.deployment)["spec"]["selector"]
    newer = _changed(running, tmp_path / "newer", labels={"team": "graph"})
    newer.apply()
    newer.wait_until_complete()
    assert newer.read("deployment", newer.names.deployment)["spec"]["selector"] == selector
    assert {pod["metadata"]["labels"]["team"] for pod in newer.pods()} == {"graph"}
    running.apply()
    running.wait_until_complete()


def _stuck(deployed: Deployed) -> bool:
    statuses = [status for pod in deployed.pods() for status in pod["status"].get("containerStatuses", [])]
    return any(status["state"].get("waiting", {}).get("reason") == "ImagePullBackOff" for status in statuses)


def test_an_image_that_does_not_exist_is_undone_and_no_pod_is_missing(running: Deployed, tmp_path: Path) -> None:
    image = f"registry.example.com/{BROKEN_TAG}/kgc-sidecar"
    newer = _changed(running, tmp_path / "newer", image={"repository": image})
    with watched_pods(running, tmp_path / "pods.log") as seen:
        newer.apply()
        wait_for(lambda: _stuck(newer), what="the new pod waits for its image")
        undo = ("rollout", "undo", f"deployment/{running.names.deployment}", "-n", running.names.namespace)
        running.kubectl.run(*undo)
        running.wait_until_complete()
    assert seen.fewest() >= running.environment.fewest_replicas
    assert not _stuck(running)
    running.apply()
