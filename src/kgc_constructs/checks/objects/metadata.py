"""What every object carries: the environment's labels and annotations, the version, and its namespace."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import labels_of

__all__ = ["check"]

_NAME = "app.kubernetes.io/name"  # tells the pods of one kind of workload from those of another


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Labels and annotations of each object, labels of each pod, namespace of all but the Namespace."""
    labels, namespace = labels_of(environment), environment.full_namespace
    for document in rendered.kubernetes:
        for what, wanted in (("labels", labels), ("annotations", environment.annotations)):
            found = mapping(at(document, f"metadata.{what}"))
            for key, value in wanted.items():
                if found.get(key) != value:
                    reason = "whoever looks for the objects of this environment would miss it"
                    yield in_object(document, f"metadata.{what}.{key}", found.get(key), value, reason)
        here, allowed = at(document, "metadata.namespace"), namespace
        if document.get("kind") == "Namespace":
            here, allowed = at(document, "metadata.name"), namespace
            if (stamped := at(document, "metadata.namespace")) is not None:
                yield in_object(document, "metadata.namespace", stamped, "nothing", "a Namespace is in no namespace")
        if here != allowed:
            yield in_object(document, "metadata.namespace", here, allowed, "it would be deployed somewhere else")
    for pod in pods(rendered):
        for key, value in labels.items():
            if key != _NAME and pod.labels.get(key) != value:
                reason = "pods are found, counted and billed by these labels"
                yield pod.problem(f"metadata.labels.{key}", pod.labels.get(key), value, reason)
