"""Names of the ConfigMaps, Secrets and claims that a pod uses, with the place where it names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mappings

__all__ = ["used_by"]

Use = tuple[str, str, str]
"""Kind, name and path."""


def used_by(pod: Pod) -> Iterator[Use]:
    """Everything that the kubelet needs before it starts the pod; what is marked as optional is left out."""
    for volume in pod.volumes():
        path = f"spec.volumes.{volume.get('name')}"
        yield from _used("ConfigMap", volume.get("configMap"), "name", f"{path}.configMap")
        yield from _used("Secret", volume.get("secret"), "secretName", f"{path}.secret")
        yield from _used("PersistentVolumeClaim", volume.get("persistentVolumeClaim"), "claimName", path)
        for source in mappings(at(volume, "projected.sources")):
            yield from _used("ConfigMap", source.get("configMap"), "name", f"{path}.projected")
            yield from _used("Secret", source.get("secret"), "name", f"{path}.projected")
    for path, container in pod.containers():
        for source in mappings(container.get("envFrom")):
            yield from _used("ConfigMap", source.get("configMapRef"), "name", f"{path}.envFrom")
            yield from _used("Secret", source.get("secretRef"), "name", f"{path}.envFrom")
        for variable in mappings(container.get("env")):
            here = f"{path}.env.{variable.get('name')}"
            yield from _used("ConfigMap", at(variable, "valueFrom.configMapKeyRef"), "name", here)
            yield from _used("Secret", at(variable, "valueFrom.secretKeyRef"), "name", here)
    for reference in mappings(pod.spec.get("imagePullSecrets")):
        yield from _used("Secret", reference, "name", "spec.imagePullSecrets")


def _used(kind: str, reference: Any, key: str, path: str) -> Iterator[Use]:
    name = at(reference, key)
    if name and not at(reference, "optional"):
        yield kind, str(name), path
