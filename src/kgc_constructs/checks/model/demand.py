"""How much the rendered objects ask of their namespace at the busiest moment."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from kgc_constructs.checks.model.amounts import listed
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.near import objects_near, pods_near
from kgc_constructs.checks.model.pod_demand import Totals, pod_demand
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.workloads import most_pods

__all__ = ["Totals", "demand"]

_ALIASES = ("cpu", "memory", "ephemeral-storage")
"""What a quota may also name without `requests.`."""

_COUNTED = {
    "ConfigMap": "configmaps",
    "PersistentVolumeClaim": "persistentvolumeclaims",
    "ReplicationController": "replicationcontrollers",
    "ResourceQuota": "resourcequotas",
    "Secret": "secrets",
    "Service": "services",
    "CronJob": "count/cronjobs.batch",
    "Deployment": "count/deployments.apps",
    "Ingress": "count/ingresses.networking.k8s.io",
    "Job": "count/jobs.batch",
    "StatefulSet": "count/statefulsets.apps",
}
_IN_EVERY_NAMESPACE = {"configmaps": 1}  # kube-root-ca.crt


def demand(rendered: Rendered, namespace: str = "") -> Totals:
    """The most of everything that a quota of `namespace` can count."""
    total: Totals = defaultdict(Decimal)
    for pod in pods_near(rendered, namespace):
        count = most_pods(rendered, pod)
        total["pods"] += count
        for name, each in pod_demand(*effective_containers(rendered, pod), pod.spec).items():
            total[name] += count * each
    for document in objects_near(rendered, namespace):
        _count(total, document)
    for name, present in _IN_EVERY_NAMESPACE.items():
        total[name] += present
    for name in ("pods", *(plain for plain in _COUNTED.values() if "/" not in plain)):
        total[f"count/{name}"] = total[name]
    for name in _ALIASES:
        total[name] = total[f"requests.{name}"]
    return total


def _count(total: Totals, document: Document) -> None:
    kind = str(document.get("kind"))
    if kind in _COUNTED:
        total[_COUNTED[kind]] += 1
    if kind == "PersistentVolumeClaim":
        size = listed(at(document, "spec.resources.requests.storage")) or Decimal(0)
        total["requests.storage"] += size
        if given := at(document, "spec.storageClassName"):
            total[f"{given}.storageclass.storage.k8s.io/requests.storage"] += size
            total[f"{given}.storageclass.storage.k8s.io/persistentvolumeclaims"] += 1
    if kind == "Service":
        outside = at(document, "spec.type")
        total["services.loadbalancers"] += outside == "LoadBalancer"
        total["services.nodeports"] += _node_ports(document, outside)


def _node_ports(service: Document, kind: object) -> int:
    """Ports that a Service takes on every node; a load balancer takes them too unless told otherwise."""
    takes = kind == "NodePort" or (
        kind == "LoadBalancer" and at(service, "spec.allocateLoadBalancerNodePorts") is not False
    )
    return len(mappings(at(service, "spec.ports"))) if takes else 0
