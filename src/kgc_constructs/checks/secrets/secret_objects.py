"""Secret objects that hold their values, and programs that are given them as variables."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.checks.secrets.encodings import decoded
from kgc_constructs.checks.secrets.secret_names import is_given, is_weak
from kgc_constructs.checks.secrets.secret_values import known_format
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_HIDDEN = "(not shown)"

OBJECT = Rule(
    id="secret-object",
    title="No manifest of a Secret holds values.",
    why="base64 hides nothing: whoever may read the manifest would know it",
    source="https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets",
    settings=("secret_delivery",),
)
TWICE = Rule(
    id="secret-encoded-twice",
    title="A value of a Secret is encoded once.",
    why="the program would get the base64 text in place of the secret",
    source="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/",
)
WEAK = Rule(
    id="secret-weak-value",
    title="No Secret holds a value that anybody would guess.",
    why="a value for tests stays until somebody misuses it",
    source="https://cwe.mitre.org/data/definitions/1392.html",
)
VARIABLE = Rule(
    id="secret-as-variable",
    title="A program reads its secrets from files.",
    why="variables are inherited by every program it starts, are seen in crash reports, and never change while it runs",
    source="https://kubernetes.io/docs/concepts/security/secrets-good-practices/#developers",
    settings=("secret_delivery",),
    severity=Severity.WARNING,
)
RULES = (OBJECT, TWICE, WEAK, VARIABLE)

_PUBLIC = (".crt", ".pub", ".pem.pub", "username", "ca.pem")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Key by key, then pod by pod; no message repeats a value."""
    for document in rendered.of_kind("Secret"):
        for part in ("data", "stringData"):
            for key, value in mapping(document.get(part)).items():
                yield from _value(document, f"{part}.{key}", value)
    for pod in pods(rendered):
        for path, container in pod.containers():
            for variable in mappings(container.get("env")):
                reference = at(variable, "valueFrom.secretKeyRef")
                if reference is not None:
                    where = f"{path}.env.{variable.get('name')}"
                    yield pod.finding(VARIABLE, where, at(reference, "name"), "a file, by a volume or Vault's agent")
            for source in mappings(container.get("envFrom")):
                if "secretRef" in source:
                    value = at(source, "secretRef.name")
                    yield pod.finding(VARIABLE, f"{path}.envFrom", value, "a file, by a volume or Vault's agent")


def _value(document: Document, path: str, value: object) -> Iterator[Finding]:
    if not is_given(value) or path.endswith(_PUBLIC):
        return
    text = str(value)
    plain = decoded(text) if path.startswith("data.") else text
    what = known_format(plain or text)
    reason = f"it looks like {what}; base64 hides nothing" if what else ""
    yield OBJECT.in_object(document, path, _HIDDEN, "nothing; Vault holds it", reason)
    again = decoded(plain) if plain is not None and path.startswith("data.") else None
    if again is not None and len(plain or "") >= len("dGVzdA=="):
        yield TWICE.in_object(document, path, _HIDDEN, "base64 of the value itself")
    if is_weak(again or plain or ""):
        yield WEAK.in_object(document, path, _HIDDEN, "a value made at random")
