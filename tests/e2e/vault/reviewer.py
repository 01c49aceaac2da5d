"""What a Vault in a pod finds there, for one that runs in none: the cluster's authority, an account that reviews."""

import json
from pathlib import Path

from tests.servers.kubernetes import Cluster

_NAMESPACE, _ACCOUNT = "default", "vault"


def trust_cluster(document: Path, authority: Path) -> None:
    """Say in the rendered stack which authority the API server has; in a pod, Vault reads it from a file."""
    stack = json.loads(document.read_text(encoding="utf-8"))
    for configuration in stack["resource"].get("vault_kubernetes_auth_backend_config", {}).values():
        configuration["kubernetes_ca_cert"] = authority.read_text(encoding="utf-8").strip()
    document.write_text(json.dumps(stack), encoding="utf-8")


def reviewer_token(cluster: Cluster) -> str:
    """A token of Vault's own account, which may review the tokens of others."""
    metadata = {"name": _ACCOUNT, "namespace": _NAMESPACE}
    subject = {"kind": "ServiceAccount", **metadata}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:auth-delegator"}
    binding = {"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1"}
    cluster.kubectl.apply(
        [
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata},
            {**binding, "metadata": {"name": "vault-reviews-tokens"}, "roleRef": role, "subjects": [subject]},
        ]
    )
    return cluster.kubectl.run("create", "token", _ACCOUNT, "-n", _NAMESPACE).strip()
