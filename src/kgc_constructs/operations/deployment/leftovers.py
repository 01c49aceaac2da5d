"""Objects of a former rendering that the present one no longer describes."""

from __future__ import annotations

from collections.abc import Collection

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.manifests import Identity, identity_of
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, labels_of

__all__ = ["delete", "leftovers"]

_LABELS = ("app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "kgc.unrdf.dev/environment")

_KINDS = (
    "configmaps",
    "cronjobs.batch",
    "deployments.apps",
    "horizontalpodautoscalers.autoscaling",
    "ingresses.networking.k8s.io",
    "limitranges",
    "networkpolicies.networking.k8s.io",
    "poddisruptionbudgets.policy",
    "resourcequotas",
    "rolebindings.rbac.authorization.k8s.io",
    "roles.rbac.authorization.k8s.io",
    "serviceaccounts",
    "services",
)
"""Kinds that we render and every cluster has. Never volume claims: they hold data that only a person may give up."""

_CUSTOM_KINDS = (
    "certificates.cert-manager.io",
    "externalsecrets.external-secrets.io",
    "httproutes.gateway.networking.k8s.io",
    "referencegrants.gateway.networking.k8s.io",
    "secretstores.external-secrets.io",
    "servicemonitors.monitoring.coreos.com",
    "vaultauths.secrets.hashicorp.com",
    "vaultconnections.secrets.hashicorp.com",
    "vaultdynamicsecrets.generators.external-secrets.io",
    "vaultdynamicsecrets.secrets.hashicorp.com",
    "vaultstaticsecrets.secrets.hashicorp.com",
)
"""Kinds that we render and a cluster may not have."""


def leftovers(cluster: Cluster, settings: Environment, described: Collection[Identity]) -> list[Identity]:
    """Objects in the environment's namespace that carry all its labels and are not `described`.

    Objects that a controller made from ours carry the same labels at times; they have an owner and are passed over.
    """
    labels = labels_of(settings)
    selector = ",".join(f"{name}={labels[name]}" for name in _LABELS)
    kinds = ",".join((*_KINDS, *_known(cluster)))
    place = ["--namespace", ObjectNames.of(settings).namespace, "--selector", selector]
    found = cluster.objects("look for objects of a former rendering", kinds, *place)
    return sorted(
        identity_of(each)
        for each in found
        if identity_of(each) not in described and not each["metadata"].get("ownerReferences")
    )


def delete(cluster: Cluster, identity: Identity) -> None:
    """Delete one object, and wait until it is gone."""
    kind = f"{identity.kind}.{identity.group}" if identity.group else identity.kind
    place = ["--namespace", identity.namespace] if identity.namespace else []
    cluster.must(f"delete {identity}", "delete", kind, identity.name, *place, "--ignore-not-found")


def _known(cluster: Cluster) -> list[str]:
    found = cluster.must("list the kinds of objects", "api-resources", "--namespaced", "--verbs", "list", "-o", "name")
    return [kind for kind in _CUSTOM_KINDS if kind in found.split()]
