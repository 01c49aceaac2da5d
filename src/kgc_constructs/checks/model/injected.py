"""Containers that the Vault Agent injector adds on admission: they are in no manifest, but count like any other.

Annotations and defaults: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
"""

from __future__ import annotations

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.rendered import Document

__all__ = ["PREFIX", "containers_of", "init_containers_of", "injects"]

PREFIX = "vault.hashicorp.com/"
_DEFAULTS = {
    ("requests", "cpu"): "250m",
    ("requests", "mem"): "64Mi",
    ("limits", "cpu"): "500m",
    ("limits", "mem"): "128Mi",
    ("requests", "ephemeral"): None,
    ("limits", "ephemeral"): None,
}
_NAMES = {"cpu": "cpu", "mem": "memory", "ephemeral": "ephemeral-storage"}


def injects(pod: Pod) -> bool:
    """Whether the injector adds an agent to the pod."""
    return pod.annotations.get(f"{PREFIX}agent-inject") == "true"


def containers_of(pod: Pod) -> list[tuple[str, Document]]:
    """Path and definition of the containers that run side by side, an injected one included."""
    own = list(pod.containers("containers"))
    if injects(pod) and pod.annotations.get(f"{PREFIX}agent-pre-populate-only") != "true":
        own.append((f"metadata.annotations.{PREFIX}agent-*", _agent(pod)))
    return own


def init_containers_of(pod: Pod) -> list[tuple[str, Document]]:
    """Those that run one after the other before the rest."""
    own = list(pod.containers("initContainers"))
    if injects(pod) and pod.annotations.get(f"{PREFIX}agent-pre-populate") != "false":
        own.append((f"metadata.annotations.{PREFIX}agent-*", _agent(pod)))
    return own


def _agent(pod: Pod) -> Document:
    resources: dict[str, dict[str, str]] = {"requests": {}, "limits": {}}
    for (kind, name), default in _DEFAULTS.items():
        value = pod.annotations.get(f"{PREFIX}agent-{kind}-{name}", default)
        if value:
            resources[kind][_NAMES[name]] = value
    return {"name": "vault-agent", "resources": resources}
