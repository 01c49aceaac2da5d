"""The autoscaler: it alone sets the number of pods, and it looks at the sidecar's own container."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.injected import injects
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Each autoscaler's target exists, leaves the number to it, and has what is measured."""
    workloads = {(pod.owner.get("kind"), name_of(pod.owner)): pod for pod in pods(rendered)}
    for autoscaler in rendered.of_kind("HorizontalPodAutoscaler"):
        target = mapping(at(autoscaler, "spec.scaleTargetRef"))
        pod = workloads.get((target.get("kind"), str(target.get("name"))))
        if pod is None:
            yield in_object(autoscaler, "spec.scaleTargetRef", target, "a workload rendered here", "it scales nothing")
            continue
        if "replicas" in mapping(pod.owner.get("spec")):
            reason = "every apply would set back what the autoscaler did"
            yield in_object(pod.owner, "spec.replicas", pod.owner["spec"]["replicas"], "nothing", reason)
        least, most = at(autoscaler, "spec.minReplicas") or 1, at(autoscaler, "spec.maxReplicas") or 0
        if most < least:
            yield in_object(autoscaler, "spec.maxReplicas", most, f"at least {least}", "the API server refuses it")
        for number, metric in enumerate(mappings(at(autoscaler, "spec.metrics"))):
            yield from _metric(autoscaler, pod, f"spec.metrics.{number}", metric)


def _metric(autoscaler: Document, pod: Pod, path: str, metric: Document) -> Iterator[Problem]:
    containers = {container.get("name"): container for _, container in pod.containers("containers")}
    if metric.get("type") == "Resource" and injects(pod):
        reason = "the injected agent's use would count as the sidecar's"
        yield in_object(autoscaler, f"{path}.type", "Resource", "ContainerResource", reason)
    source = mapping(metric.get("containerResource") or metric.get("resource"))
    measured = containers.get(source["container"]) if "container" in source else None
    if "container" in source and measured is None:
        allowed = ", ".join(map(str, containers))
        yield in_object(
            autoscaler, f"{path}.containerResource.container", source["container"], allowed, "there is none"
        )
    for container in [measured] if measured else containers.values() if "container" not in source else ():
        if at(source, "target.type") == "Utilization" and source.get("name") not in mapping(
            at(container, "resources.requests")
        ):
            allowed = f"a resource that {container.get('name')} requests"
            reason = "use is measured in percent of the request"
            yield in_object(autoscaler, f"{path}.name", source.get("name"), allowed, reason)
