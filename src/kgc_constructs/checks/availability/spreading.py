"""Where the pods may run: apart from each other, yet never fewer than wanted because of it."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.workloads import SCALED, fewest_pods, most_pods
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_ZONES = ("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone")
_PLACES = {**dict.fromkeys(_ZONES, 3), "topology.kubernetes.io/region": 1}
"""Places that a cluster usually has, by the label that tells them apart."""
_SEVERAL = 2

CAPS = Rule(
    id="spread-caps-pods",
    title="Pods wish to be spread over zones; they do not demand it.",
    why="with a zone gone, pods stay pending; with one pod a zone, no more than zones can run",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    settings=("placement.zone_max_skew",),
    severity=Severity.WARNING,
)
APART = Rule(
    id="anti-affinity-caps-pods",
    title="A required anti-affinity leaves a place for every pod.",
    why="one pod a place, and no more places than that: the rest, and a rollout's surge, stay pending",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
    settings=("placement.affinity", "autoscaling.max_replicas", "replicas"),
    severity=Severity.WARNING,
)
TOGETHER = Rule(
    id="spread-missing",
    title="Several pods are spread over nodes or zones.",
    why="all of them may run on one node, and go with it",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    settings=("placement",),
    severity=Severity.WARNING,
)
RULES = (CAPS, APART, TOGETHER)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Spread constraints and anti-affinity of each workload."""
    for pod in pods(rendered):
        spreads = mappings(pod.spec.get("topologySpreadConstraints"))
        for number, spread in enumerate(spreads):
            if spread.get("topologyKey") in _ZONES and spread.get("whenUnsatisfiable") != "ScheduleAnyway":
                path = f"spec.topologySpreadConstraints.{number}.whenUnsatisfiable"
                yield pod.finding(CAPS, path, spread.get("whenUnsatisfiable"), "ScheduleAnyway")
        if pod.owner.get("kind") in SCALED:
            yield from _apart(rendered, pod)
            anti = mapping(at(pod.spec, "affinity.podAntiAffinity"))
            if not spreads and not anti and fewest_pods(rendered, pod.owner) >= _SEVERAL:
                allowed = "a constraint over kubernetes.io/hostname or topology.kubernetes.io/zone"
                yield pod.finding(TOGETHER, "spec.topologySpreadConstraints", None, allowed)


def _apart(rendered: Rendered, pod: Pod) -> Iterator[Finding]:
    path = "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"
    for number, term in enumerate(mappings(at(pod.spec, path))):
        places = _PLACES.get(str(term.get("topologyKey")))
        if places is None or not selects(term.get("labelSelector"), pod.labels):
            continue
        most = most_pods(rendered, pod)
        if most > places:
            allowed = f"a wish (preferred…), or a key with more than the usual {places} places for {most} pods"
            yield pod.finding(APART, f"spec.{path}.{number}.topologyKey", term.get("topologyKey"), allowed)
