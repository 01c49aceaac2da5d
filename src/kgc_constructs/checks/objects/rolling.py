"""A change of configuration reaches the pods that read it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.used import used_by
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["RULES", "check"]

ROLLS = Rule(
    id="configuration-rolls-pods",
    title="Pods are replaced when the configuration that they read changes",
    why="old pods would go on with the old configuration until something else restarts them, each at another time",
    source="https://kubernetes.io/docs/concepts/configuration/configmap/ (mounted ConfigMaps, immutable)",
    severity=Severity.WARNING,
)
RULES = (ROLLS,)

_ONCE = ("CronJob", "Job", "Pod")  # each run reads what is there then
_SAYS_SO = re.compile(r"checksum|hash|reloader\.stakater\.com|wave\.pusher\.com", re.I)
_NAMED_BY_CONTENT = re.compile(r"-[a-z0-9]{8,10}$")
_CHECKSUM, _FILE = "checksum/config", "config.json"


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Pods that read a ConfigMap rendered here carry a checksum of it, or something else that changes with it."""
    maps = {(namespace_of(each), name_of(each)): each for each in rendered.of_kind("ConfigMap")}
    for pod in pods(rendered):
        if pod.owner.get("kind") in _ONCE:
            continue
        notes = {**mapping(at(pod.owner, "metadata.annotations")), **pod.annotations}
        told = any(_SAYS_SO.search(str(key)) for key in notes)
        for kind, name, path in used_by(pod):
            document = maps.get((pod.namespace, name)) if kind == "ConfigMap" else None
            if document is None:
                continue
            if not told and document.get("immutable") is not True and not _NAMED_BY_CONTENT.search(name):
                yield pod.finding(ROLLS, path, name, "a checksum of it among the annotations of the pod")
            elif environment and name == ObjectNames.of(environment).config_map:
                yield from _own_checksum(pod, document)


def _own_checksum(pod: Pod, document: Document) -> Iterator[Finding]:
    """Ours is the checksum of the configuration itself, whatever its file looks like."""
    try:
        configuration = json.loads(str(mapping(document.get("data")).get(_FILE)))
    except (ValueError, RecursionError):
        return
    text = json.dumps(configuration, sort_keys=True, separators=(",", ":"))
    wanted, found = hashlib.sha256(text.encode()).hexdigest(), pod.annotations.get(_CHECKSUM)
    if found != wanted:
        yield pod.finding(ROLLS, f"metadata.annotations.{_CHECKSUM}", found, wanted)
