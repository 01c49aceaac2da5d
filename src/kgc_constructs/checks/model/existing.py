"""What exists: rendered here, made by an operator from what is rendered here, or declared in the settings."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.rule import Rule
from kgc_constructs.settings import Environment

__all__ = ["Existing"]

_MAKERS = {
    "VaultStaticSecret": "spec.destination.name",
    "VaultDynamicSecret": "spec.destination.name",
    "ExternalSecret": "spec.target.name",
    "Certificate": "spec.secretName",
}
"""Custom resources that make a Secret, with the path of its name."""
_ANYWHERE = ""


class Existing:
    """Objects by kind, name and namespace.

    With an environment, everything that it needs is known, so that what is not here does not exist. Without one the
    documents may be a part of a system: what is not here may be elsewhere, and only where others of its kind are in the
    same namespace is it strange that this one is not.
    """

    def __init__(self, rendered: Rendered, environment: Environment | None) -> None:
        self._complete = environment is not None
        self._namespaces: dict[tuple[str, str], set[str]] = {}
        self._kinds: set[tuple[str, str]] = set()
        for document in rendered.kubernetes:
            kind, namespace = str(document.get("kind")), str(at(document, "metadata.namespace") or "")
            self._add(kind, name_of(document), namespace)
            if kind in _MAKERS:
                self._add("Secret", str(at(document, _MAKERS[kind]) or name_of(document)), namespace)
        for kind, name in _declared(environment):
            self._namespaces.setdefault((kind, name), set()).add(_ANYWHERE)

    def has(self, kind: str, name: str, namespace: str) -> bool:
        """Whether it exists; an object that names no namespace may be in any."""
        found = self._namespaces.get((kind, name), set())
        return bool(found) and (namespace == _ANYWHERE or namespace in found or _ANYWHERE in found)

    def lacks(self, rule: Rule, kind: str, name: str, namespace: str) -> Rule | None:
        """How bad it is that it does not exist: the rule, the rule as advice, or not at all."""
        if self.has(kind, name, namespace):
            return None
        if self._complete:
            return rule
        return rule.advice if (kind, namespace) in self._kinds else None

    def _add(self, kind: str, name: str, namespace: str) -> None:
        self._namespaces.setdefault((kind, name), set()).add(namespace)
        self._kinds.add((kind, namespace))


def _declared(environment: Environment | None) -> Iterator[tuple[str, str]]:
    """What is there without being rendered."""
    yield "ConfigMap", "kube-root-ca.crt"
    if environment is None:
        yield "ServiceAccount", "default"
        return
    for name in environment.image.pull_secrets:
        yield "Secret", name
    if environment.tls and environment.tls.kind == "secret":
        yield "Secret", environment.tls.secret_name
