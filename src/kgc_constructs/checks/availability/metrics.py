"""What an autoscaler looks at: the container it means, by a number that rises and falls with the load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.injected import injects
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.checks.rule import Finding, Rule, Severity

__all__ = ["METRIC_RULES", "metric_findings"]

_SOURCE = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"

INJECTED = Rule(
    id="autoscaler-counts-injected",
    title="An autoscaler looks at the container it means when others are injected beside it.",
    why="the injected agent's use would count as the sidecar's",
    source=f"{_SOURCE}#container-resource-metrics",
    settings=("autoscaling", "secret_delivery"),
)
UNMEASURED = Rule(
    id="autoscaler-unmeasured",
    title="What an autoscaler measures is there, and is requested.",
    why="use is measured in percent of the request: without one the autoscaler does nothing",
    source=f"{_SOURCE}#support-for-resource-metrics",
    settings=("autoscaling", "resources"),
)
HEAP = Rule(
    id="autoscaler-memory-of-node",
    title="The memory of a Node.js process does not decide how many pods run.",
    why="its heap does not shrink again after load: pods are added and never taken away",
    source="https://nodejs.org/en/learn/diagnostics/memory/understanding-and-tuning-memory",
    settings=("autoscaling.memory_target",),
    severity=Severity.WARNING,
)
METRIC_RULES = (INJECTED, UNMEASURED, HEAP)

_NODE = re.compile(r"(^|[/\s])(node|npm|npx|yarn|pnpm)([\s:@-]|$)|\.[cm]?js\b")


def metric_findings(autoscaler: Document, pod: Pod, path: str, metric: Document) -> Iterator[Finding]:
    """What is wrong with one metric of an autoscaler over these pods."""
    if metric.get("type") == "Resource" and injects(pod):
        yield INJECTED.in_object(autoscaler, f"{path}.type", "Resource", "ContainerResource")
    source = mapping(metric.get("containerResource") or metric.get("resource"))
    containers = {str(container.get("name")): container for _, container in pod.containers("containers")}
    if "container" in source:
        named = str(source["container"])
        if named not in containers:
            where, allowed = f"{path}.containerResource.container", ", ".join(containers)
            yield UNMEASURED.in_object(autoscaler, where, named, allowed, "the pods have no such container")
        containers = {name: each for name, each in containers.items() if name == named}
    for name, container in containers.items():
        resources = mapping(container.get("resources"))
        requested = {**mapping(resources.get("limits")), **mapping(resources.get("requests"))}
        if at(source, "target.type") == "Utilization" and str(source.get("name")) not in requested:
            allowed = f"a resource that {name} requests"
            yield UNMEASURED.in_object(autoscaler, f"{path}.name", source.get("name"), allowed)
        if source.get("name") == "memory" and _runs_node(container):
            yield HEAP.in_object(autoscaler, f"{path}.name", "memory", f"cpu, or a number of requests, for {name}")


def _runs_node(container: Document) -> bool:
    if any(str(each.get("name")).startswith("NODE_") for each in mappings(container.get("env"))):
        return True
    return any(_NODE.search(word) for word in (str(container.get("image") or ""), *_words(container)))


def _words(container: Document) -> list[str]:
    given: list[Any] = [container.get("command"), container.get("args")]
    return [str(word) for each in given if isinstance(each, list | tuple) for word in each]
