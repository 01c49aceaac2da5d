"""The pods that the objects make, whatever kind makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule

__all__ = ["Pod", "pods"]

_TEMPLATES = {
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"), "spec.template"
    ),
    "PodTemplate": "template",
    "CronJob": "spec.jobTemplate.spec.template",
}


@dataclass(frozen=True)
class Pod:
    """A pod template: the object it stands in, where it stands there, and what it says."""

    owner: Document
    path: str
    template: Document

    @cached_property
    def spec(self) -> Document:
        """Its `spec`."""
        return mapping(self.template.get("spec"))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Its labels."""
        return mapping(at(self.template, "metadata.labels"))

    @cached_property
    def annotations(self) -> dict[str, str]:
        """Its annotations."""
        return mapping(at(self.template, "metadata.annotations"))

    @cached_property
    def namespace(self) -> str:
        """Where the pods run."""
        return str(at(self.owner, "metadata.namespace") or "")

    @property
    def service_account(self) -> str:
        """Who the pods are."""
        return str(self.spec.get("serviceAccountName") or "default")

    def containers(self, *lists: str) -> Iterator[tuple[str, Document]]:
        """Path and definition of each container; of every list of containers, unless some are named."""
        for name in lists or ("initContainers", "containers", "ephemeralContainers"):
            for container in mappings(self.spec.get(name)):
                yield f"spec.{name}.{container.get('name')}", container

    def volumes(self) -> Iterator[Document]:
        """The volumes."""
        yield from mappings(self.spec.get("volumes"))

    def finding(self, rule: Rule, path: str, value: Any, allowed: str, reason: str = "") -> Finding:
        """What is wrong in the template; `path` is the one inside it."""
        return rule.in_object(self.owner, f"{self.path}.{path}" if self.path else path, value, allowed, reason)


def pods(rendered: Rendered) -> tuple[Pod, ...]:
    """Every pod template, and every pod that stands by itself."""
    return rendered.once(_pods)


def _pods(rendered: Rendered) -> tuple[Pod, ...]:
    return tuple(_found(rendered))


def _found(rendered: Rendered) -> Iterator[Pod]:
    for document in rendered.kubernetes:
        if document.get("kind") == "Pod":
            yield Pod(document, "", document)
        elif path := _TEMPLATES.get(str(document.get("kind"))):
            yield Pod(document, path, mapping(at(document, path)))
