"""Selectors: explicit, stable, and matching exactly the pods they are meant for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from kgc_constructs.checks.model.located import together
from kgc_constructs.checks.model.monitored import watched_namespaces
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.selection import Labelled, pod_selector, pods_by_label, services_by_label
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["RULES", "check"]

_LABELS = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"
STABLE = Rule(
    id="selector-stable",
    title="A selector holds explicit labels that never change",
    why="a workload's selector is immutable: one that holds a version, a chart or a hash breaks the next release",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates",
    settings=("app_name",),
)
TEMPLATE = Rule(
    id="selector-matches-template",
    title="A workload selects, spreads and counts its own pods",
    why="the API server refuses a selector that its own template does not match",
    source=f"{_LABELS}#label-selectors",
)
NOTHING = Rule(
    id="selector-matches-something",
    title="What a Service, budget or monitor selects is there",
    why="it would select nothing",
    source=f"{_LABELS}#api",
)
OTHERS = Rule(
    id="selector-matches-others",
    title="No pod is selected by what is meant for another one",
    why="requests would go to it, a budget count it, or two controllers fight over it",
    source=f"{_LABELS}#label-selectors",
)
RULES = (NOTHING, OTHERS, STABLE, TEMPLATE)

_WORKLOADS = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
_SELECTORS = {
    "Deployment": "spec.selector.matchLabels",
    "Service": "spec.selector",
    "PodDisruptionBudget": "spec.selector.matchLabels",
    "ServiceMonitor": "spec.selector.matchLabels",
}
_CHANGING = {
    "app.kubernetes.io/managed-by", "app.kubernetes.io/version", "cdk8s.io/metadata.addr", "helm.sh/chart",
    "pod-template-hash", "version",
}  # fmt: skip
_ENOUGH = 100  # pods that a workload selects: whoever selects more of others need not be told of all
_HASH = re.compile(r"-(?=[a-z]*[0-9])[0-9a-f]{8}$")  # what construct libraries end a path with


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """The two stable labels and no other select the sidecars, and nothing else of the environment."""
    index = pods_by_label(rendered)
    if environment:
        yield from _own_selectors(rendered, environment)
    for document in rendered.of_kind(*_WORKLOADS):
        for key, value in mapping(at(document, "spec.selector.matchLabels")).items():
            if key in _CHANGING or _HASH.search(str(value)):
                yield STABLE.in_object(
                    document, f"spec.selector.matchLabels.{key}", value, "a label that never changes"
                )
    for pod in index:
        yield from _own_template(pod)
    yield from _foreign_pods(rendered, index, environment)
    yield from _selects_nothing(rendered, index, environment)


def _own_selectors(rendered: Rendered, environment: Environment) -> Iterator[Finding]:
    stable = selector_of(environment)
    names = ObjectNames.of(environment)
    own = {names.deployment, names.service, names.disruption_budget, names.service_monitor}
    for document in rendered.of_kind(*_SELECTORS):
        path = _SELECTORS[document["kind"]]
        if name_of(document) in own and at(document, path) != stable:
            yield STABLE.in_object(document, path, at(document, path), str(stable))
        if expressions := at(document, "spec.selector.matchExpressions"):
            path, reason = "spec.selector.matchExpressions", "labels are explicit"
            yield STABLE.in_object(document, path, expressions, "nothing", reason)


def _own_template(pod: Pod) -> Iterator[Finding]:
    if pod.path:
        path, selector = pod_selector(pod.owner)
        if selector is not None and not selects(selector, pod.labels):
            yield TEMPLATE.in_object(pod.owner, path, selector, f"part of {dict(pod.labels)}")
    for number, spread in enumerate(mappings(pod.spec.get("topologySpreadConstraints"))):
        counted = mapping(spread.get("labelSelector"))
        if not selects(counted, pod.labels):
            path = f"spec.topologySpreadConstraints.{number}.labelSelector"
            yield pod.finding(TEMPLATE, path, counted, f"part of {dict(pod.labels)}", "it would count other pods")


def _foreign_pods(rendered: Rendered, index: Labelled[Pod], environment: Environment | None) -> Iterator[Finding]:
    """Pods of jobs answer no requests; the pods of one workload are not those of another."""
    found: dict[tuple[str, str], tuple[Pod, bool]] = {}
    jobs, others = pods_by_label(rendered, others=False), pods_by_label(rendered, jobs=False)
    selectors: list[tuple[Any, str, Document]] = [
        (pod_selector(each)[1], namespace_of(each), each) for each in rendered.of_kind("Service", "PodDisruptionBudget")
    ]
    if environment:
        selectors.append(({"matchLabels": selector_of(environment)}, environment.full_namespace, {}))
    for selector, namespace, document in selectors:
        if selector is not None and (environment or others.selects_any(selector, namespace)):
            for pod in jobs.selected(selector, namespace):
                _add(found, pod, namespace, near=together(document, pod.owner))
    for workload in rendered.of_kind(*_WORKLOADS):
        selector = at(workload, "spec.selector")
        selected = index.selected(selector, namespace_of(workload)) if selector else iter(())
        strangers = [pod for pod in islice(selected, _ENOUGH) if pod.path and name_of(pod.owner) != name_of(workload)]
        for pod in sorted(strangers, key=lambda pod: not together(workload, pod.owner))[:1]:
            _add(found, pod, namespace_of(workload), near=together(workload, pod.owner))
    for pod, near in found.values():
        allowed = "labels that no selector for other pods matches"
        rule = OTHERS if environment or near else OTHERS.advice
        yield pod.finding(rule, "metadata.labels", dict(pod.labels), allowed)


def _add(found: dict[tuple[str, str], tuple[Pod, bool]], pod: Pod, namespace: str, *, near: bool) -> None:
    """Each pod once, and by what lies in its folder where anything there selects it."""
    key = namespace, name_of(pod.owner)
    if near or key not in found:
        found[key] = pod, near


def _selects_nothing(rendered: Rendered, index: Labelled[Pod], environment: Environment | None) -> Iterator[Finding]:
    for document in rendered.of_kind("PodDisruptionBudget", "Service"):  # of policies, the rules of the network say so
        path, selector = pod_selector(document)
        namespace = namespace_of(document)
        if selector is None or index.selects_any(selector, namespace):
            continue
        if environment or index.knows(namespace):
            rule = NOTHING if environment else NOTHING.advice
            yield rule.in_object(document, path, selector, "labels of a pod rendered here")
    services = services_by_label(rendered)
    for monitor in rendered.of_kind("ServiceMonitor"):
        selector = at(monitor, "spec.selector")
        watched = watched_namespaces(monitor)
        known = environment or services.knows_any(watched)
        if known and next(services.selected_in(selector, watched), None) is None:
            rule = NOTHING if environment else NOTHING.advice
            allowed, reason = "labels of a Service rendered here", "nothing is scraped"
            yield rule.in_object(monitor, "spec.selector", selector, allowed, reason)
