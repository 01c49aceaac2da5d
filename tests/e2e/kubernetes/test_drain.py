"""Draining any node ends in time, and never leaves fewer pods than the budget says."""

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.kubernetes.availability import watched_pods
from tests.e2e.kubernetes.deployed import Deployed
from tests.servers.kubectl import Kubectl
from tests.servers.waiting import wait_for

pytestmark = pytest.mark.usefixtures("control_plane")

_WITHIN = 60  # seconds that a drain may take


def _budget(deployed: Deployed) -> int:
    budget = deployed.environment.disruption_budget
    return 0 if budget is None else budget.min_available


def _drain(kubectl: Kubectl, node: str) -> float:
    began = time.monotonic()
    try:
        kubectl.run("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", f"--timeout={_WITHIN}s")
    finally:
        kubectl.run("uncordon", node)
    return time.monotonic() - began


def test_any_node_drains_and_every_environment_keeps_its_budget(
    all_deployed: dict[str, Deployed], tmp_path: Path
) -> None:
    kubectl = next(iter(all_deployed.values())).kubectl
    with ExitStack() as watches:
        seen = {
            name: watches.enter_context(watched_pods(deployed, tmp_path / f"{name}.log"))
            for name, deployed in all_deployed.items()
        }
        for node in [node["metadata"]["name"] for node in kubectl.items("nodes")]:
            assert _drain(kubectl, node) < _WITHIN
            for deployed in all_deployed.values():
                deployed.wait_until_complete()
    fewest = {name: availability.fewest() for name, availability in seen.items()}
    assert {name: pods for name, pods in fewest.items() if pods < _budget(all_deployed[name])} == {}
    moved = {name: len(set.union(*map(set, availability.history()))) for name, availability in seen.items()}
    assert all(moved[name] > deployed.environment.fewest_replicas for name, deployed in all_deployed.items())


def test_a_node_with_all_pods_drains_step_by_step(all_deployed: dict[str, Deployed], tmp_path: Path) -> None:
    deployed = all_deployed["production"]
    kubectl, namespace = deployed.kubectl, deployed.names.namespace
    alone, *others = [node["metadata"]["name"] for node in kubectl.items("nodes")]
    kubectl.run("cordon", *others)
    try:
        kubectl.run("delete", "pods", "--all", "-n", namespace)
        wait_for(lambda: {pod["spec"].get("nodeName") for pod in deployed.pods()} == {alone}, what="one node has all")
        deployed.wait_until_complete()
    finally:
        kubectl.run("uncordon", *others)
    with watched_pods(deployed, tmp_path / "pods.log") as seen:
        assert _drain(kubectl, alone) < _WITHIN
        deployed.wait_until_complete()
    assert seen.fewest() == _budget(deployed) > 0  # it went down to the budget, and not below
    assert alone not in {pod["spec"]["nodeName"] for pod in deployed.pods()}
