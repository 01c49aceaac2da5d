"""The labels by which a namespace says which pods it admits."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.pod_security.standard import LABEL, LEVELS, RESTRICTED, minor
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["NAMESPACE", "check_namespaces"]

NAMESPACE = Rule(
    id="namespace-pod-security",
    title="A namespace enforces, warns of and audits the restricted standard, in a pinned version",
    why="admission judges pods by these labels; without them it lets every pod in",
    source="https://kubernetes.io/docs/concepts/security/pod-security-admission/",
    settings=("pod_security_version",),
)
_MODES = ("audit", "enforce", "warn")


def check_namespaces(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Ours say what the settings say; of others, labels that the server refuses are errors, weak ones advice."""
    for namespace in rendered.of_kind("Namespace"):
        yield from _ours(namespace, environment) if environment else _from_elsewhere(namespace)


def _ours(namespace: Document, environment: Environment) -> Iterator[Finding]:
    labels = mapping(at(namespace, "metadata.labels"))
    for mode in _MODES:
        version = environment.pod_security_version
        for key, wanted in ((f"{LABEL}{mode}", RESTRICTED), (f"{LABEL}{mode}-version", version)):
            if labels.get(key) != wanted:
                yield NAMESPACE.in_object(namespace, f"metadata.labels.{key}", labels.get(key), wanted)


def _from_elsewhere(namespace: Document) -> Iterator[Finding]:
    labels = mapping(at(namespace, "metadata.labels"))
    for mode in _MODES:
        level, version = labels.get(f"{LABEL}{mode}"), labels.get(f"{LABEL}{mode}-version")
        refused = "the server refuses such a namespace"
        if level is not None and level not in LEVELS:
            yield NAMESPACE.in_object(namespace, f"metadata.labels.{LABEL}{mode}", level, ", ".join(LEVELS), refused)
        if version is not None and minor(version) is None:
            path = f"metadata.labels.{LABEL}{mode}-version"
            yield NAMESPACE.in_object(namespace, path, version, "v1.N, or latest", refused)
    enforced = labels.get(f"{LABEL}enforce")
    if enforced is None or (enforced in LEVELS and enforced != RESTRICTED):
        yield NAMESPACE.advice.in_object(namespace, f"metadata.labels.{LABEL}enforce", enforced, RESTRICTED)
    elif enforced == RESTRICTED and labels.get(f"{LABEL}enforce-version") in (None, "latest"):
        path, reason = f"metadata.labels.{LABEL}enforce-version", "an upgrade may change what is admitted"
        version = labels.get(f"{LABEL}enforce-version")
        yield NAMESPACE.advice.in_object(namespace, path, version, "a version, as v1.37", reason)
