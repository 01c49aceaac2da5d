"""What the original rendered for traffic and secrets: the faults are shown on it."""

from __future__ import annotations

from typing import Any

from tests.checks.original import original_objects

Document = dict[str, Any]

_OBJECTS = original_objects()
INGRESS: Document = _OBJECTS["Ingress/kgc-sidecar-ingress"]
NETWORK_POLICY: Document = _OBJECTS["NetworkPolicy/kgc-sidecar-netpol"]
SECRET: Document = _OBJECTS["Secret/kgc-sidecar-secrets"]
POD: Document = _OBJECTS["Deployment/kgc-sidecar"]["spec"]["template"]

NAMESPACE = "kgc-sidecar-1a2b3c4d"
LABELS = {"app": "kgc-sidecar"}
HOST = "kgc-sidecar-1a2b3c4d.local"
METRICS_URL = "http://kgc-sidecar-service.kgc-sidecar-1a2b3c4d.svc.cluster.local:3000/metrics"
"""The port is that of the API."""
INJECTED_POD: Document = {
    "metadata": {
        "labels": LABELS,
        "annotations": {"vault.hashicorp.com/agent-inject": "true", "vault.hashicorp.com/role": "kgc-sidecar"},
    },
    "spec": {**POD["spec"], "automountServiceAccountToken": False},
}
"""The original's pod with an agent asked for in the short way, and the mount of its token switched off."""
