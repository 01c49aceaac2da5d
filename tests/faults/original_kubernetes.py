"""What the original rendered for Kubernetes, written down by hand: the faults are shown on it."""

from __future__ import annotations

import base64
from typing import Any

Document = dict[str, Any]

LABELS = {"app": "kgc-sidecar"}


def twice(text: str) -> str:
    """The original encoded a value, and the API's own encoding came on top."""
    return base64.b64encode(base64.b64encode(text.encode())).decode()


SECRET: Document = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "kgc-sidecar-secrets"},
    "data": {
        "api-key": twice("test-api-key-1a2b3c4d"),
        "encryption-key": twice("test-encryption-key-1a2b3c4d"),
    },
}
CONFIG_MAP: Document = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "kgc-sidecar-config"},
    "data": {"config.json": '{"jwtSecret": "test-jwt-secret", "cors": {"origin": "*", "credentials": true}}'},
}
SERVICE_ACCOUNT: Document = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "kgc-sidecar-sa"}}
ROLE: Document = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "Role",
    "metadata": {"name": "kgc-sidecar-role"},
    "rules": [
        {"apiGroups": [""], "resources": ["configmaps", "secrets", "pods"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": ["apps"], "resources": ["deployments", "replicasets"], "verbs": ["get", "list", "watch"]},
    ],
}


def _probe(path: str) -> Document:
    return {"httpGet": {"path": path, "port": 3000}, "periodSeconds": 10}


DEPLOYMENT: Document = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "kgc-sidecar"},
    "spec": {
        "replicas": 3,
        "selector": {"matchLabels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "serviceAccountName": "kgc-sidecar-sa",
                "containers": [
                    {
                        "name": "kgc-sidecar",
                        "image": "unrdf/kgc-sidecar:latest",
                        "ports": [{"containerPort": 3000}, {"containerPort": 8080}],
                        "env": [
                            {"name": "NODE_ENV", "value": "production"},
                            {
                                "name": "API_KEY",
                                "valueFrom": {"secretKeyRef": {"name": "kgc-sidecar-secrets", "key": "api-key"}},
                            },
                        ],
                        "resources": {
                            "requests": {"cpu": "250m", "memory": "256Mi"},
                            "limits": {"cpu": "500m", "memory": "512Mi"},
                        },
                        "livenessProbe": _probe("/health"),
                        "readinessProbe": _probe("/ready"),
                        "startupProbe": _probe("/health"),
                        "volumeMounts": [
                            {"name": "config", "mountPath": "/app/config", "readOnly": True},
                            {"name": "data", "mountPath": "/app/data"},
                        ],
                    }
                ],
                "volumes": [
                    {"name": "config", "configMap": {"name": "kgc-sidecar-config"}},
                    {"name": "data", "emptyDir": {}},
                ],
            },
        },
    },
}
AUTOSCALER: Document = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "kgc-sidecar-hpa"},
    "spec": {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "kgc-sidecar"},
        "minReplicas": 1,
        "maxReplicas": 10,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": name, "target": {"type": "Utilization", "averageUtilization": of}},
            }
            for name, of in (("cpu", 70), ("memory", 80))
        ],
    },
}
BUDGET: Document = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "kgc-sidecar-pdb"},
    "spec": {"minAvailable": 1, "selector": {"matchLabels": LABELS}},
}
ORIGINAL = {
    f"{each['kind']}/{each['metadata']['name']}": each
    for each in (SECRET, CONFIG_MAP, SERVICE_ACCOUNT, ROLE, DEPLOYMENT, AUTOSCALER, BUDGET)
}
"""The original's objects, as the tests of Kubernetes name them."""
