"""The same questions, asked of the manifests of the original system: each is answered by a no."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checks.original import KUBERNETES
from tests.servers.kubectl import Kubectl
from tests.servers.kubernetes import Cluster
from tests.servers.waiting import wait_for

_NAMESPACE = "kgc-sidecar-1a2b3c4d"
_RESTRICTED = "pod-security.kubernetes.io/enforce=restricted"


@pytest.fixture
def kubectl(cluster: Cluster) -> Iterator[Kubectl]:
    """The original, applied."""
    cluster.kubectl.run("apply", "-f", KUBERNETES)
    yield cluster.kubectl
    cluster.kubectl.run("delete", "-f", KUBERNETES, "--timeout=60s")


def _read(kubectl: Kubectl, kind: str, name: str = "kgc-sidecar") -> dict[str, Any]:
    found: dict[str, Any] = kubectl.read("get", kind, name, "-n", _NAMESPACE)
    return found


def test_the_scanner_has_13_findings_in_its_deployment() -> None:
    checkov: list[str | Path] = [Path(sys.executable).with_name("checkov"), "--framework", "kubernetes"]
    done = subprocess.run(
        [*checkov, "--file", KUBERNETES, "--output", "json", "--quiet", "--compact"],
        env={**os.environ, "BC_SKIP_MAPPING": "TRUE"},
        capture_output=True,
        text=True,
        check=False,
    )
    findings = json.loads(done.stdout)["results"]["failed_checks"]
    assert len([found for found in findings if found["resource"] == f"Deployment.{_NAMESPACE}.kgc-sidecar"]) == 13


def test_its_pods_are_refused_where_restricted_is_enforced(kubectl: Kubectl) -> None:
    kubectl.run("label", "namespace", _NAMESPACE, _RESTRICTED)
    kubectl.run("rollout", "restart", "deployment/kgc-sidecar", "-n", _NAMESPACE)

    def refusal() -> str | None:
        conditions = _read(kubectl, "deployment")["status"].get("conditions", [])
        return next((found["message"] for found in conditions if found["type"] == "ReplicaFailure"), None)

    message = wait_for(refusal, what="its new pods are refused", within=30)
    for control in ("allowPrivilegeEscalation", "capabilities", "runAsNonRoot", "seccompProfile"):
        assert control in message


@pytest.mark.usefixtures("control_plane")
def test_its_last_pod_never_leaves_a_node(kubectl: Kubectl) -> None:
    kubectl.run("scale", "deployment/kgc-sidecar", "--replicas=1", "-n", _NAMESPACE)
    wait_for(
        lambda: _read(kubectl, "poddisruptionbudget", "kgc-sidecar-pdb")["status"].get("currentHealthy") == 1,
        what="one pod is left, as its autoscaler leaves it without load",
        within=30,
    )
    node = kubectl.items("pods", "-n", _NAMESPACE)[0]["spec"]["nodeName"]
    others = "--pod-selector=app=kgc-sidecar"
    drained = kubectl.try_run("drain", node, others, "--delete-emptydir-data", "--timeout=7s")
    kubectl.run("uncordon", node)
    assert drained.code == 1
    assert "violate the pod's disruption budget" in drained.err
