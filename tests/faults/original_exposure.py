"""What the original rendered for traffic and secrets, written down by hand: the faults are shown on it."""

from __future__ import annotations

import base64
from typing import Any

Document = dict[str, Any]

NAMESPACE = "kgc-sidecar-1a2b3c4d"
LABELS = {"app": "kgc-sidecar"}
HOST = "kgc-sidecar-1a2b3c4d.local"
METRICS_URL = "http://kgc-sidecar-service.kgc-sidecar-1a2b3c4d.svc.cluster.local:3000/metrics"
"""The port is that of the API."""


def _to(app: str, port: int) -> Document:
    return {"to": [{"podSelector": {"matchLabels": {"app": app}}}], "ports": [{"port": port, "protocol": "TCP"}]}


def _twice(value: str) -> str:
    """The configuration encoded the value, and so did the provider."""
    return base64.b64encode(base64.b64encode(value.encode())).decode()


INGRESS: Document = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {
        "name": "kgc-sidecar-ingress",
        "namespace": NAMESPACE,
        "annotations": {
            "nginx.ingress.kubernetes.io/rewrite-target": "/",
            "nginx.ingress.kubernetes.io/ssl-redirect": "false",
        },
    },
    "spec": {
        "ingressClassName": "nginx",
        "rules": [
            {
                "host": HOST,
                "http": {
                    "paths": [
                        {
                            "path": "/",
                            "pathType": "Prefix",
                            "backend": {"service": {"name": "kgc-sidecar-service", "port": {"number": 3000}}},
                        }
                    ]
                },
            }
        ],
    },
}
NETWORK_POLICY: Document = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "NetworkPolicy",
    "metadata": {"name": "kgc-sidecar-netpol", "namespace": NAMESPACE},
    "spec": {
        "podSelector": {"matchLabels": LABELS},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [{"podSelector": {"matchLabels": {"app": "test-client"}}}],
                "ports": [{"port": 3000, "protocol": "TCP"}],
            }
        ],
        "egress": [_to("jaeger", 14268), _to("postgres", 5432)],
    },
}
SECRET: Document = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "kgc-sidecar-secrets", "namespace": NAMESPACE},
    "data": {"api-key": _twice("test-api-key-1a2b3c4d"), "encryption-key": _twice("test-encryption-key-1a2b3c4d")},
}
POD: Document = {
    "metadata": {"labels": LABELS},
    "spec": {
        "serviceAccountName": "kgc-sidecar-sa",
        "containers": [
            {
                "name": "kgc-sidecar",
                "command": ["node", ".output/server/index.mjs"],
                "env": [
                    {"name": variable, "valueFrom": {"secretKeyRef": {"name": "kgc-sidecar-secrets", "key": key}}}
                    for variable, key in (("API_KEY", "api-key"), ("ENCRYPTION_KEY", "encryption-key"))
                ],
            }
        ],
    },
}
INJECTED_POD: Document = {
    "metadata": {
        "labels": LABELS,
        "annotations": {"vault.hashicorp.com/agent-inject": "true", "vault.hashicorp.com/role": "kgc-sidecar"},
    },
    "spec": {**POD["spec"], "automountServiceAccountToken": False},
}
"""The original's pod with an agent asked for in the short way, and the mount of its token switched off."""
