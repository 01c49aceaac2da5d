"""ResourceQuota: wide enough for everything that is rendered, injected containers included."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kgc_constructs.checks.model.amounts import listed
from kgc_constructs.checks.model.demand import Totals, demand
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.near import pods_near
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.work import Work
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/concepts/policy/resource-quotas/"

TOO_SMALL = Rule(
    id="quota-too-small",
    title="A quota holds everything at the busiest moment.",
    why="the pods at most, the surge, those still draining and injected containers must fit",
    source=_SOURCE,
    settings=("autoscaling.max_replicas", "replicas", "rollout.max_surge", "resources"),
)
UNSAID = Rule(
    id="quota-needs-resources",
    title="A container says what the quota of its namespace counts.",
    why="the quota counts it, so that the API server refuses a pod that does not say",
    source=f"{_SOURCE}#compute-resource-quota",
    settings=("resources",),
)
RULES = (TOO_SMALL, UNSAID)

_MUST_BE_SAID = {f"{kind}{name}" for kind in ("", "requests.", "limits.") for name in ("cpu", "memory")}
"""Of these alone the API server demands that each container names them; anything else counts as nothing."""


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every quota that counts all pods of its namespace."""
    demands: dict[str, Totals] = {}
    work = Work()
    for quota in rendered.of_kind("ResourceQuota"):
        spec = mapping(quota.get("spec"))
        if spec.get("scopes") or spec.get("scopeSelector"):
            continue  # it counts some pods only
        namespace = namespace_of(quota)
        if namespace not in demands:
            demands[namespace] = demand(rendered, namespace)
        needed = demands[namespace]
        hard = mapping(spec.get("hard"))
        for name, limit in hard.items():
            yield from _holds(quota, name, limit, needed.get(name))
        wanted = sorted(_MUST_BE_SAID & set(hard))
        for pod in pods_near(rendered, namespace) if wanted else ():
            work.spend(1)
            yield from _unsaid(rendered, pod, wanted)


def _holds(quota: Document, name: str, limit: object, needed: Decimal | None) -> Iterator[Finding]:
    held = listed(limit)
    if held is None:
        yield TOO_SMALL.in_object(quota, f"spec.hard.{name}", limit, "a quantity", "the API server refuses it")
    elif needed is not None and held < needed:
        yield TOO_SMALL.in_object(quota, f"spec.hard.{name}", limit, f"at least {needed.normalize():f}")


def _unsaid(rendered: Rendered, pod: Pod, wanted: list[str]) -> Iterator[Finding]:
    side_by_side, before = effective_containers(rendered, pod)
    of_the_pod = mapping(pod.spec.get("resources"))
    for path, container in (*before, *side_by_side):
        for name in wanted:
            kind, _, resource = name.rpartition(".")
            kind = kind or "requests"
            said = mapping(at(container, f"resources.{kind}")), mapping(of_the_pod.get(kind))
            if not any(resource in each for each in said):
                yield pod.finding(UNSAID, f"{path}.resources.{kind}.{resource}", None, "a quantity")
