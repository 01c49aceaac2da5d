"""Simulated nodes: they register, stay alive and run every pod that the scheduler gives them."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.servers.assets import node_simulator
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.tls import Authority
from tests.servers.web import WebClient

ZONES = ("zone-a", "zone-b", "zone-c")
ZONE_LABEL = "topology.kubernetes.io/zone"
SIMULATED = "kwok.x-k8s.io/node"  # the annotation of a node that runs nothing and says that it runs everything
BROKEN_TAG = "broken"  # an image with this in its name cannot be pulled
_PULLABLE = {
    "key": f'.spec.containers[] | select(.image | test("{BROKEN_TAG}")) | .name',
    "operator": "DoesNotExist",
}
_STAGES = (
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "pod/fast/pod-ready.yaml",
    "pod/fast/pod-complete.yaml",
    "pod/fast/pod-delete.yaml",
    "volume/fast/pv-bind.yaml",
    "volume/fast/pv-delete.yaml",
    "volume/fast/pvc-provision.yaml",
    "volume/fast/pvc-delete.yaml",
)
STORAGE_CLASS = "volume/fast/storage-class.yaml"


def node(number: int) -> dict[str, Any]:
    """The node with this number; consecutive numbers lie in different zones."""
    name = f"node-{number}"
    size = {"cpu": "8", "memory": "32Gi", "ephemeral-storage": "100Gi", "pods": "110"}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": {SIMULATED: "fake"},
            "labels": {
                ZONE_LABEL: ZONES[number % len(ZONES)],
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
            },
        },
        "status": {"allocatable": size, "capacity": size},
    }


def start_nodes(folder: Path, kubeconfig: Path, authority: Authority, behind_pods: int) -> Server:
    """Start the simulator for all nodes of the cluster.

    Args:
        folder: Where its files lie.
        kubeconfig: The cluster.
        authority: Vouches for the nodes.
        behind_pods: The port of this machine that `kubectl port-forward` to any pod leads to.
    """
    assets = node_simulator()
    identity, port = authority.issue("kwok"), free_port()
    server = Server(
        "kwok",
        [
            assets.program,
            f"--kubeconfig={kubeconfig}",
            "--manage-all-nodes=true",
            "--node-lease-duration-seconds=40",
            "--node-ip=127.0.0.1",
            f"--node-port={port}",
            f"--server-address=127.0.0.1:{port}",
            f"--tls-cert-file={identity.certificate}",
            f"--tls-private-key-file={identity.key}",
            f"--config={_write_configuration(folder, assets.stages, behind_pods)}",
        ],
        log=folder / "kwok.log",
    ).start()
    web = WebClient(f"https://127.0.0.1:{port}", authority=authority.certificate)
    return server.wait_until(lambda: web.answers("/healthz"))


def _write_configuration(folder: Path, stages: Path, behind_pods: int) -> Path:
    documents = [yaml.safe_load((stages / name).read_text(encoding="utf-8")) for name in _STAGES]
    for document in documents:
        if document["metadata"]["name"] == "pod-ready":
            document["spec"]["selector"]["matchExpressions"].append(_PULLABLE)
    documents += [_image_pull_failure(), _forward(behind_pods)]
    path = folder / "kwok.yaml"
    path.write_text("\n---\n".join(json.dumps(document) for document in documents), encoding="utf-8")
    return path


def _forward(port: int) -> dict[str, Any]:
    """Whatever is asked of any port of any pod, one port of this machine answers."""
    return {
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "ClusterPortForward",
        "metadata": {"name": "to-this-machine"},
        "spec": {"forwards": [{"target": {"address": "127.0.0.1", "port": port}}]},
    }


def _image_pull_failure() -> dict[str, Any]:
    """A node that cannot pull an image says so and leaves the pod pending."""
    waiting = (
        "containerStatuses:\n"
        "{{ range .spec.containers }}\n"
        "- image: {{ .image | Quote }}\n"
        "  name: {{ .name | Quote }}\n"
        "  ready: false\n"
        "  restartCount: 0\n"
        "  state: {waiting: {reason: ImagePullBackOff, message: no such image}}\n"
        "{{ end }}\n"
        "phase: Pending\n"
    )
    return {
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "Stage",
        "metadata": {"name": "pod-image-pull-failure"},
        "spec": {
            "resourceRef": {"apiGroup": "v1", "kind": "Pod"},
            "selector": {
                "matchExpressions": [
                    {"key": ".metadata.deletionTimestamp", "operator": "DoesNotExist"},
                    {"key": ".status.containerStatuses.[].state.waiting.reason", "operator": "DoesNotExist"},
                    {**_PULLABLE, "operator": "Exists"},
                ]
            },
            "next": {"statusTemplate": waiting},
        },
    }
