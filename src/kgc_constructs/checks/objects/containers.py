"""Names inside of a pod: containers, ports and environment variables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mappings
from kgc_constructs.checks.rule import Finding, Rule

__all__ = ["CONTAINERS", "VARIABLES", "inside"]

CONTAINERS = Rule(
    id="container-names",
    title="Containers and their ports have names that the API server accepts, each once",
    why="the API server refuses it",
    source="RFC 1123 for containers, RFC 6335 for ports",
)
VARIABLES = Rule(
    id="variable-once",
    title="A container sets each environment variable once",
    why="only the last one would count",
    source="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (env)",
)

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_PORT = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?")


def inside(pod: Pod) -> Iterator[Finding]:
    """What is wrong with the names in a pod."""
    counted = Counter(str(container.get("name")) for _, container in pod.containers())
    for name, count in counted.items():
        if count > 1 or not _LABEL.fullmatch(name):
            yield pod.finding(CONTAINERS, f"spec.containers.{name}", name, "a DNS label, each once")
    for path, container in pod.containers():
        for port in mappings(container.get("ports")):
            if "name" in port and not _PORT.fullmatch(str(port["name"])):
                allowed = "1 to 15 of a-z, 0-9 and `-`, with a letter (RFC 6335)"
                yield pod.finding(CONTAINERS, f"{path}.ports", port["name"], allowed)
        variables = Counter(str(variable.get("name")) for variable in mappings(container.get("env")))
        for name, count in variables.items():
            if count > 1:
                yield pod.finding(VARIABLES, f"{path}.env.{name}", name, "each variable once")
