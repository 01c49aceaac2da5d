"""Names and labels that the API server accepts, each object once.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_SERVICE = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_PORT = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?")
_KEY = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_LENGTH = 253
_CRON_JOB_LENGTH = 52  # a job's name is that of its CronJob and eleven characters


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Names, labels, containers and ports; no two objects of one name."""
    for document in rendered.kubernetes:
        for key in ("apiVersion", "kind"):
            if not document.get(key):
                yield in_object(document, key, document.get(key), "a text", "nobody knows what this object is")
        if problem := _name(document):
            yield problem
        for where in ("labels", "annotations"):
            yield from _keys(document, f"metadata.{where}")
        yield from _values(document)
    identities = Counter(
        (str(each.get("apiVersion")).partition("/")[0], each.get("kind"), at(each, "metadata.namespace"), name_of(each))
        for each in rendered.kubernetes
    )
    for document in rendered.kubernetes:
        group = str(document.get("apiVersion")).partition("/")[0]
        identity = (group, document.get("kind"), at(document, "metadata.namespace"), name_of(document))
        if identities.pop(identity, 1) > 1:
            yield in_object(document, "metadata.name", name_of(document), "each name once", "the last one would win")
    for pod in pods(rendered):
        yield from _inside(pod)


def _name(document: Document) -> Problem | None:
    name, kind = name_of(document), document.get("kind")
    reason = "the API server refuses any other name (RFC 1123; RFC 1035 for a Service)"
    if kind == "Service":
        good, allowed = _SERVICE.fullmatch(name), "1 to 63 of a-z, 0-9 and `-`, beginning with a letter"
    elif kind == "Namespace":
        good, allowed = _LABEL.fullmatch(name), "1 to 63 of a-z, 0-9 and `-`"
    else:
        longest = _CRON_JOB_LENGTH if kind == "CronJob" else _LENGTH
        good = _LABEL.fullmatch(name.split(".")[0]) if len(name) <= longest else None
        good = good if all(_LABEL.fullmatch(part) for part in name.split(".")) else None
        allowed = f"labels of a-z, 0-9 and `-`, joined by dots, {longest} characters at most"
    return None if good else in_object(document, "metadata.name", name, allowed, reason)


def _keys(document: Document, path: str) -> Iterator[Problem]:
    for key in mapping(at(document, path)):
        prefix, slash, name = str(key).rpartition("/")
        good = not slash or (len(prefix) <= _LENGTH and all(_LABEL.fullmatch(part) for part in prefix.split(".")))
        if not good or not _KEY.fullmatch(name):
            yield in_object(document, path, key, "[prefix/]name", "the API server refuses any other key")


def _values(document: Document) -> Iterator[Problem]:
    for path in ("metadata.labels", "spec.template.metadata.labels", "spec.selector.matchLabels"):
        for key, value in mapping(at(document, path)).items():
            if not isinstance(value, str) or not _VALUE.fullmatch(value):
                allowed = "63 characters at most, of letters, digits, `-`, `_` and `.`"
                yield in_object(document, f"{path}.{key}", value, allowed, "the API server refuses any other label")
    for key, value in mapping(at(document, "metadata.annotations")).items():
        if not isinstance(value, str):
            yield in_object(document, f"metadata.annotations.{key}", value, "a text", "annotations are texts")


def _inside(pod: Pod) -> Iterator[Problem]:
    counted = Counter(str(container.get("name")) for _, container in pod.containers())
    for name, count in counted.items():
        if count > 1 or not _LABEL.fullmatch(name):
            yield pod.problem(f"spec.containers.{name}", name, "a DNS label, each once", "the API server refuses it")
    for path, container in pod.containers():
        for port in mappings(container.get("ports")):
            if "name" in port and not _PORT.fullmatch(str(port["name"])):
                allowed = "1 to 15 of a-z, 0-9 and `-`, with a letter (RFC 6335)"
                yield pod.problem(f"{path}.ports", port["name"], allowed, "the API server refuses any other name")
        variables = Counter(str(variable.get("name")) for variable in mappings(container.get("env")))
        for name, count in variables.items():
            if count > 1:
                yield pod.problem(f"{path}.env.{name}", name, "each variable once", "only the last one would count")
