"""Kubeconfig files: who speaks to which API server, with which certificate."""

import json
from pathlib import Path

from tests.servers.tls import Identity


def write_kubeconfig(path: Path, *, server: str, identity: Identity, name: str = "tests") -> Path:
    """A kubeconfig with one context; JSON, which every reader of YAML accepts."""
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [{"name": name, "cluster": {"server": server, "certificate-authority": str(identity.authority)}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "users": [
            {
                "name": name,
                "user": {"client-certificate": str(identity.certificate), "client-key": str(identity.key)},
            }
        ],
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path
