"""What a Vault in a pod finds there, for one that runs in none: the cluster's authority, an account that reviews."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.kubernetes import Cluster

_NAMESPACE, _ACCOUNT = "kgc-reviews-tokens", "vault"


def trust_cluster(document: Path, authority: str) -> None:
    """Say in the rendered stack which authority the API server has; in a pod, Vault reads it from a file."""
    stack = json.loads(document.read_text(encoding="utf-8"))
    for configuration in stack["resource"].get("vault_kubernetes_auth_backend_config", {}).values():
        configuration["kubernetes_ca_cert"] = authority
    document.write_text(json.dumps(stack), encoding="utf-8")


@contextmanager
def reviewing(cluster: Cluster) -> Iterator[str]:
    """A token of Vault's own account, which may review the tokens of others until the block ends."""
    metadata = {"name": _ACCOUNT, "namespace": _NAMESPACE}
    subject = {"kind": "ServiceAccount", **metadata}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:auth-delegator"}
    binding = {"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1"}
    kubectl = cluster.kubectl
    kubectl.apply([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": _NAMESPACE}}])
    try:
        kubectl.apply(
            [
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata},
                {**binding, "metadata": {"name": _NAMESPACE}, "roleRef": role, "subjects": [subject]},
            ]
        )
        yield kubectl.run("create", "token", _ACCOUNT, "-n", _NAMESPACE).strip()
    finally:
        kubectl.run("delete", "clusterrolebinding", _NAMESPACE, "--ignore-not-found")
        kubectl.run("delete", "namespace", _NAMESPACE, "--wait=false")
