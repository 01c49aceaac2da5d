"""Keys of ConfigMaps and Secrets that pods name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

KEY = Rule(
    id="pod-needs-key",
    title="Every key of a ConfigMap or Secret that a pod names is in it",
    why="the container would never start: CreateContainerConfigError, or a volume that cannot be mounted",
    source="https://kubernetes.io/docs/concepts/configuration/configmap/ (configMapKeyRef, items)",
)
RULES = (KEY,)

Named = tuple[str, str, Any, Any]
"""Where a key is named, the kind of the object, the reference to it, and the key."""


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """What is named of the objects that are here; what is not here may hold anything."""
    del environment  # judged by the documents alone
    held = {
        (str(each.get("kind")), namespace_of(each), name_of(each)): _keys(each)
        for each in rendered.of_kind("ConfigMap", "Secret")
    }
    for pod in pods(rendered):
        for path, kind, reference, key in (*_of_variables(pod), *_of_volumes(pod)):
            known = held.get((kind, pod.namespace, str(at(reference, "name") or at(reference, "secretName"))))
            if known is not None and not at(reference, "optional") and key is not None and str(key) not in known:
                yield pod.finding(KEY, path, key, ", ".join(sorted(known)) or "nothing, for it holds none")


def _keys(document: Document) -> set[str]:
    fields = ("data", "binaryData", "stringData")
    return {str(key) for field in fields for key in mapping(document.get(field))}


def _of_variables(pod: Pod) -> Iterator[Named]:
    for path, container in pod.containers():
        for variable in mappings(container.get("env")):
            here = f"{path}.env.{variable.get('name')}"
            for kind, field in (("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")):
                reference = at(variable, f"valueFrom.{field}")
                yield here, kind, reference, at(reference, "key")


def _of_volumes(pod: Pod) -> Iterator[Named]:
    for volume in pod.volumes():
        for source in (volume, *mappings(at(volume, "projected.sources"))):
            for kind, field in (("ConfigMap", "configMap"), ("Secret", "secret")):
                for item in mappings(at(source, f"{field}.items")):
                    path = f"spec.volumes.{volume.get('name')}.items"
                    yield path, kind, source[field], item.get("key")
