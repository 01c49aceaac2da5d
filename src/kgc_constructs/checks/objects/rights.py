"""What roles let somebody do."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import mappings, texts
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_PRACTICES = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/"
SECRETS = Rule(
    id="role-reads-secrets",
    title="No role lets anybody read all Secrets of a namespace",
    why="who lists Secrets sees the values of all of them, those of other programs too",
    source=f"{_PRACTICES}#listing-secrets",
)
WIDE = Rule(
    id="role-too-wide",
    title="No role has a wildcard or lets anybody give himself more rights",
    why="a wildcard also stands for whatever is added later; escalate, bind and impersonate stand for every right",
    source=f"{_PRACTICES}#least-privilege",
)
RULES = (SECRETS, WIDE)

_READING = {"get", "list", "watch", "*"}
_LISTING = {"list", "watch", "*"}
_RAISING = ("bind", "escalate", "impersonate")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each rule of each role; in manifests from elsewhere, those of the whole cluster are only advised against."""
    for role in rendered.of_kind("Role", "ClusterRole"):
        advised = environment is None and role.get("kind") == "ClusterRole"
        for number, rights in enumerate(mappings(role.get("rules"))):
            path = f"rules.{number}"
            yield from _secrets(role, path, rights, SECRETS.advice if advised else SECRETS)
            yield from _wide(role, path, rights, WIDE.advice if advised else WIDE)


def _secrets(role: Document, path: str, rights: Document, rule: Rule) -> Iterator[Finding]:
    groups, resources = texts(rights.get("apiGroups")), texts(rights.get("resources"))
    verbs = set(texts(rights.get("verbs")))
    if not {"", "*"} & set(groups) or not {"secrets", "*"} & set(resources):
        return
    named = texts(rights.get("resourceNames"))
    if verbs & (_LISTING if named else _READING):
        allowed = "get of Secrets by resourceNames, or nothing"
        yield rule.in_object(role, path, {"resources": resources, "verbs": sorted(verbs)}, allowed)


def _wide(role: Document, path: str, rights: Document, rule: Rule) -> Iterator[Finding]:
    for field in ("apiGroups", "resources", "verbs", "nonResourceURLs"):
        if "*" in texts(rights.get(field)):
            yield rule.in_object(role, f"{path}.{field}", "*", "each one by its name")
    for verb in _RAISING:
        if verb in texts(rights.get("verbs")):
            yield rule.in_object(role, f"{path}.verbs", verb, "other verbs")
