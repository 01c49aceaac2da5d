"""What every object carries: the environment's labels and annotations, the version, and its namespace."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import labels_of

__all__ = ["RULES", "check"]

LABELS = Rule(
    id="environment-labels",
    title="Every object and every pod carries the labels and annotations of its environment",
    why="objects are found, counted and billed by them",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
    settings=("labels", "annotations", "image.tag"),
)
NAMESPACE = Rule(
    id="object-namespace",
    title="Every object is in the environment's namespace, but for what belongs to the whole cluster",
    why="it would be deployed somewhere else",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    settings=("namespace",),
)
RULES = (LABELS, NAMESPACE)

_NAME = "app.kubernetes.io/name"  # tells the pods of one kind of workload from those of another
_OF_THE_CLUSTER = {
    "APIService", "ClusterIssuer", "ClusterRole", "ClusterRoleBinding", "ClusterSecretStore",
    "CustomResourceDefinition", "GatewayClass", "IngressClass", "MutatingWebhookConfiguration", "Namespace", "Node",
    "PersistentVolume", "PriorityClass", "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeSnapshotClass",
}  # fmt: skip


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Labels and annotations of each object, labels of each pod, namespace of all that has one."""
    for document in rendered.kubernetes:
        yield from _place(document, environment)
    if environment is None:
        return
    labels = labels_of(environment)
    for document in rendered.kubernetes:
        for what, wanted in (("labels", labels), ("annotations", environment.annotations)):
            found = mapping(at(document, f"metadata.{what}"))
            for key, value in wanted.items():
                if found.get(key) != value:
                    yield LABELS.in_object(document, f"metadata.{what}.{key}", found.get(key), value)
    for pod in pods(rendered):
        for key, value in labels.items():
            if key != _NAME and pod.labels.get(key) != value:
                yield pod.finding(LABELS, f"metadata.labels.{key}", pod.labels.get(key), value)


def _place(document: Document, environment: Environment | None) -> Iterator[Finding]:
    kind, here = str(document.get("kind")), at(document, "metadata.namespace")
    if kind in _OF_THE_CLUSTER:
        if here is not None:
            reason = f"a {kind} is in no namespace"
            yield NAMESPACE.in_object(document, "metadata.namespace", here, "nothing", reason)
    elif environment and here != environment.full_namespace:
        yield NAMESPACE.in_object(document, "metadata.namespace", here, environment.full_namespace)
    if environment and kind == "Namespace" and at(document, "metadata.name") != environment.full_namespace:
        name = at(document, "metadata.name")
        yield NAMESPACE.in_object(document, "metadata.namespace", name, environment.full_namespace)
