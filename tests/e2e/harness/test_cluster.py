"""The cluster that the proofs run on behaves like a cluster: otherwise they would prove nothing."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.assets import kubernetes_version
from tests.servers.kubectl import Kubectl
from tests.servers.kubernetes import Cluster, ControlPlane
from tests.servers.nodes import ZONE_LABEL, ZONES
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.waiting import wait_for

_NAMESPACE = "kgc-cluster-itself"
_LABELS = {"app.kubernetes.io/name": "example"}
_HARDENED: dict[str, Any] = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


@pytest.fixture(scope="module")
def kubectl(cluster: Cluster) -> Iterator[Kubectl]:
    """kubectl, with a namespace that enforces "restricted"."""
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    metadata = {"name": _NAMESPACE, "labels": labels}
    cluster.kubectl.apply([{"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}])
    yield cluster.kubectl
    cluster.kubectl.run("delete", "namespace", _NAMESPACE, "--timeout=60s")


@pytest.fixture
def deployment(kubectl: Kubectl) -> Iterator[str]:
    """Three hardened pods, one for each zone, of which two must stay."""
    zones = {"maxSkew": 1, "topologyKey": ZONE_LABEL, "whenUnsatisfiable": "ScheduleAnyway"}
    spread = [{**zones, "labelSelector": {"matchLabels": _LABELS}}]
    objects = [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "example", "namespace": _NAMESPACE},
            "spec": {
                "replicas": 3,
                "selector": {"matchLabels": _LABELS},
                "template": {
                    "metadata": {"labels": _LABELS},
                    "spec": {"containers": [_container()], "topologySpreadConstraints": spread},
                },
            },
        },
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": "example", "namespace": _NAMESPACE},
            "spec": {"minAvailable": 2, "selector": {"matchLabels": _LABELS}},
        },
    ]
    kubectl.apply(objects)
    kubectl.run("rollout", "status", "deployment/example", "-n", _NAMESPACE, "--timeout=60s")
    yield "example"
    kubectl.run("delete", "deployment,pdb", "example", "-n", _NAMESPACE, "--timeout=60s")


def _container(image: str = "registry.example.org/example:1") -> dict[str, Any]:
    return {"name": "example", "image": image, "securityContext": _HARDENED}


def _pod(name: str, container: dict[str, Any]) -> dict[str, Any]:
    metadata = {"name": name, "namespace": _NAMESPACE}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}}


def test_server_and_client_are_the_version_that_the_module_names(cluster: Cluster, control_plane: ControlPlane) -> None:
    assert control_plane.api.server.running
    versions = cluster.kubectl.read("version")
    assert versions["serverVersion"]["gitVersion"] == kubernetes_version()
    assert versions["clientVersion"]["gitVersion"] == kubernetes_version()


@pytest.mark.usefixtures("control_plane")
def test_nodes_are_ready_in_three_zones(cluster: Cluster) -> None:
    nodes = cluster.kubectl.items("nodes")
    assert Counter(node["metadata"]["labels"][ZONE_LABEL] for node in nodes) == dict.fromkeys(ZONES, 2)
    conditions = [c for node in nodes for c in node["status"]["conditions"] if c["type"] == "Ready"]
    assert [condition["status"] for condition in conditions] == ["True"] * 6


def test_a_bare_pod_is_refused_where_restricted_is_enforced(kubectl: Kubectl) -> None:
    bare = _pod("bare", {"name": "bare", "image": "registry.example.org/bare:1"})
    refusal = kubectl.try_run("apply", "-f", "-", stdin=json.dumps(bare))
    assert refusal.code == 1
    assert 'violates PodSecurity "restricted:latest"' in refusal.err
    for control in ("allowPrivilegeEscalation", "capabilities", "runAsNonRoot", "seccompProfile"):
        assert control in refusal.err


@pytest.mark.usefixtures("control_plane", "deployment")
def test_pods_run_spread_over_the_zones(kubectl: Kubectl) -> None:
    zones = {node["metadata"]["name"]: node["metadata"]["labels"][ZONE_LABEL] for node in kubectl.items("nodes")}
    pods = kubectl.items("pods", "-n", _NAMESPACE)
    assert {zones[pod["spec"]["nodeName"]] for pod in pods} == set(ZONES)


@pytest.mark.usefixtures("control_plane", "deployment")
def test_drain_waits_for_the_budget(kubectl: Kubectl) -> None:
    node = kubectl.items("pods", "-n", _NAMESPACE)[0]["spec"]["nodeName"]
    kubectl.run("patch", "pdb", "example", "-n", _NAMESPACE, "-p", '{"spec":{"minAvailable":3}}')
    drain = ("drain", node, "--ignore-daemonsets", "--delete-emptydir-data")
    try:
        wait_for(lambda: _allowed(kubectl) == 0, what="the budget allows nothing", within=20)
        refused = kubectl.try_run(*drain, "--timeout=6s")
        assert refused.code == 1
        assert "violate the pod's disruption budget" in refused.err
        kubectl.run("patch", "pdb", "example", "-n", _NAMESPACE, "-p", '{"spec":{"minAvailable":2}}')
        kubectl.run(*drain, "--timeout=60s")
        kubectl.run("rollout", "status", "deployment/example", "-n", _NAMESPACE, "--timeout=60s")
        assert node not in {pod["spec"]["nodeName"] for pod in kubectl.items("pods", "-n", _NAMESPACE)}
    finally:
        kubectl.run("uncordon", node)


def _allowed(kubectl: Kubectl) -> int:
    allowed: int = kubectl.read("get", "pdb", "example", "-n", _NAMESPACE)["status"].get("disruptionsAllowed", -1)
    return allowed


@pytest.mark.usefixtures("control_plane")
def test_an_image_that_cannot_be_pulled_keeps_its_pod_pending(kubectl: Kubectl) -> None:
    kubectl.apply([_pod("pending", _container("registry.example.org/broken:1"))])
    try:
        wait_for(lambda: _waits_for(kubectl, "pending") == "ImagePullBackOff", what="the node tries to pull", within=20)
        assert kubectl.read("get", "pod", "pending", "-n", _NAMESPACE)["status"]["phase"] == "Pending"
    finally:
        kubectl.run("delete", "pod", "pending", "-n", _NAMESPACE)


def _waits_for(kubectl: Kubectl, pod: str) -> str | None:
    statuses = kubectl.read("get", "pod", pod, "-n", _NAMESPACE)["status"].get("containerStatuses", [])
    return next((status["state"].get("waiting", {}).get("reason") for status in statuses), None)


@pytest.mark.usefixtures("deployment")
def test_a_tunnel_to_a_pod_leads_to_this_machine(kubectl: Kubectl, control_plane: ControlPlane, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", control_plane.behind_pods)) as listener:
        port = free_port()
        forward = ["port-forward", "-n", _NAMESPACE, "deployment/example", f"{port}:3000"]
        tunnel = Server(
            "tunnel", [kubectl.program, f"--kubeconfig={kubectl.kubeconfig}", *forward], log=tmp_path / "tunnel.log"
        ).start()
        try:
            tunnel.wait_until(lambda: "Forwarding from" in tunnel.tail())
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(b"hello")
                answering, _ = listener.accept()
                with answering:
                    assert answering.recv(5) == b"hello"
        finally:
            tunnel.stop()
