"""Names and labels that the API server accepts, each object once.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.objects.containers import CONTAINERS, VARIABLES, inside
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_OBJECTS = "https://kubernetes.io/docs/concepts/overview/working-with-objects"
NAME = Rule(
    id="object-name",
    title="Every object says what it is and has a name that the API server accepts",
    why="the API server refuses any other name (RFC 1123; RFC 1035 for a Service)",
    source=f"{_OBJECTS}/names/",
    settings=("app_name", "namespace"),
)
ONCE = Rule(
    id="object-once",
    title="No two objects of one kind and namespace have the same name",
    why="the last one would win",
    source=f"{_OBJECTS}/names/",
)
LABEL = Rule(
    id="label-syntax",
    title="Labels and annotations have keys and values that the API server accepts",
    why="the API server refuses any other",
    source=f"{_OBJECTS}/labels/#syntax-and-character-set",
    settings=("labels", "annotations"),
)
RULES = (CONTAINERS, LABEL, NAME, ONCE, VARIABLES)

_PART = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_SERVICE = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_KEY = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_RIGHTS = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
_LENGTH = 253
_CRON_JOB_LENGTH = 52  # a job's name is that of its CronJob and eleven characters
_LABELLED = (
    "metadata.labels", "spec.template.metadata.labels", "spec.jobTemplate.spec.template.metadata.labels",
    "spec.selector.matchLabels",
)  # fmt: skip


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Names, labels, containers and ports; no two objects of one name."""
    for document in rendered.kubernetes:
        for key in ("apiVersion", "kind"):
            if not document.get(key):
                yield NAME.in_object(document, key, document.get(key), "a text", "nobody knows what this object is")
        yield from _name(document)
        for where in ("labels", "annotations"):
            yield from _keys(document, f"metadata.{where}")
        yield from _values(document)
    yield from _twice(rendered, environment)
    for pod in pods(rendered):
        yield from inside(pod)


def _identity(document: Document) -> tuple[str, ...]:
    group = str(document.get("apiVersion")).rpartition("/")[0]
    return group, str(document.get("kind")), str(at(document, "metadata.namespace")), name_of(document)


def _twice(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """In a folder from elsewhere two environments may lie side by side, so that it is advice there."""
    identities = Counter(_identity(each) for each in rendered.kubernetes)
    for document in rendered.kubernetes:
        if identities.pop(_identity(document), 1) > 1 and name_of(document):
            rule = ONCE if environment else ONCE.advice
            yield rule.in_object(document, "metadata.name", name_of(document), "each name once")


def _name(document: Document) -> Iterator[Finding]:
    name, kind = name_of(document), document.get("kind")
    if not name and at(document, "metadata.generateName"):
        return
    parts = name.split(".")
    longest = _CRON_JOB_LENGTH if kind == "CronJob" else _LENGTH
    allowed = f"labels of a-z, 0-9 and `-`, joined by dots, {longest} characters at most"
    good: Any = len(name) <= longest and all(_PART.fullmatch(part) for part in parts)
    if kind == "Service":
        good, allowed = _SERVICE.fullmatch(name), "1 to 63 of a-z, 0-9 and `-`, beginning with a letter"
    elif kind == "Namespace":
        good, allowed = _PART.fullmatch(name), "1 to 63 of a-z, 0-9 and `-`"
    elif kind in _RIGHTS:
        good, allowed = name and name not in (".", "..") and not set(name) & set("/%"), "a name without `/` and `%`"
    if not good:
        yield NAME.in_object(document, "metadata.name", name, allowed)


def _keys(document: Document, path: str) -> Iterator[Finding]:
    for key in mapping(at(document, path)):
        prefix, slash, name = str(key).rpartition("/")
        good = not slash or (len(prefix) <= _LENGTH and all(_PART.fullmatch(part) for part in prefix.split(".")))
        if not good or not _KEY.fullmatch(name):
            yield LABEL.in_object(document, path, key, "[prefix/]name")


def _values(document: Document) -> Iterator[Finding]:
    for path in _LABELLED:
        for key, value in mapping(at(document, path)).items():
            if not isinstance(value, str) or not _VALUE.fullmatch(value):
                allowed = "63 characters at most, of letters, digits, `-`, `_` and `.`"
                yield LABEL.in_object(document, f"{path}.{key}", value, allowed)
    for key, value in mapping(at(document, "metadata.annotations")).items():
        if not isinstance(value, str):
            yield LABEL.in_object(document, f"metadata.annotations.{key}", value, "a text", "annotations are texts")
