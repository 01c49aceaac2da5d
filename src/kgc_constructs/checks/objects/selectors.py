"""Selectors: explicit, stable, and matching exactly the pods they are meant for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["check"]

_SELECTORS = {
    "Deployment": "spec.selector.matchLabels",
    "Service": "spec.selector",
    "PodDisruptionBudget": "spec.selector.matchLabels",
    "ServiceMonitor": "spec.selector.matchLabels",
}


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """The two stable labels and no other select the sidecars, and nothing else of the environment."""
    stable = selector_of(environment)
    names = ObjectNames.of(environment)
    own = {names.deployment, names.service, names.disruption_budget, names.service_monitor}
    for document in rendered.of_kind(*_SELECTORS):
        path = _SELECTORS[document["kind"]]
        value = at(document, path)
        if name_of(document) in own and value != stable:
            reason = "a selector is immutable, so that it must not hold a label that may change"
            yield in_object(document, path, value, str(stable), reason)
        if at(document, "spec.selector.matchExpressions"):
            value = document["spec"]["selector"]["matchExpressions"]
            yield in_object(document, "spec.selector.matchExpressions", value, "nothing", "labels are explicit")
    for pod in pods(rendered):
        yield from _own_template(pod)
        if pod.owner.get("kind") != "Deployment" and selects({"matchLabels": stable}, pod.labels):
            reason = "the Service would send requests to this pod, and the budget would count it"
            yield pod.problem("metadata.labels", dict(pod.labels), "labels that do not select a sidecar", reason)
    yield from _what_selects_nothing(rendered)
    yield from _services_watched(rendered)


def _own_template(pod: Pod) -> Iterator[Problem]:
    selector = at(pod.owner, "spec.selector")
    if pod.path and selector is not None and not selects(selector, pod.labels):
        reason = "the API server refuses a selector that its own template does not match"
        yield in_object(pod.owner, "spec.selector", selector, f"part of {dict(pod.labels)}", reason)
    for number, spread in enumerate(mappings(pod.spec.get("topologySpreadConstraints"))):
        counted = mapping(spread.get("labelSelector"))
        if not selects(counted, pod.labels):
            path = f"spec.topologySpreadConstraints.{number}.labelSelector"
            yield pod.problem(path, counted, f"part of {dict(pod.labels)}", "it would count other pods")


def _what_selects_nothing(rendered: Rendered) -> Iterator[Problem]:
    templates = list(pods(rendered))
    for document in rendered.of_kind("PodDisruptionBudget", "NetworkPolicy", "Service"):
        selector: Any = at(document, "spec.selector")
        path = "spec.selector"
        if document["kind"] == "NetworkPolicy":
            selector, path = at(document, "spec.podSelector"), "spec.podSelector"
        elif document["kind"] == "Service":
            selector = {"matchLabels": selector} if selector else None
        if selector is not None and not any(selects(selector, pod.labels) for pod in templates):
            yield in_object(document, path, selector, "labels of a pod rendered here", "it would select nothing")


def _services_watched(rendered: Rendered) -> Iterator[Problem]:
    services = [mapping(at(service, "metadata.labels")) for service in rendered.of_kind("Service")]
    for monitor in rendered.of_kind("ServiceMonitor"):
        selector = at(monitor, "spec.selector")
        if not any(selects(selector, labels) for labels in services):
            yield in_object(
                monitor, "spec.selector", selector, "labels of a Service rendered here", "nothing is scraped"
            )
