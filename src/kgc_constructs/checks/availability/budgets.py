"""PodDisruptionBudgets: a node can always drain, and never takes every pod at once."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.numbers import share
from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.selection import pods_by_label
from kgc_constructs.checks.model.workloads import SCALED, fewest_pods, namespace_of
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"
_SEVERAL = 2

BLOCKS = Rule(
    id="budget-blocks-drains",
    title="A budget leaves room for one of the fewest pods to go.",
    why="no node could ever drain: every eviction would be refused",
    source=_SOURCE,
    settings=("disruption_budget.min_available", "autoscaling.min_replicas", "replicas"),
)
ONE_LIMIT = Rule(
    id="budget-without-one-limit",
    title="A budget says exactly one of minAvailable and maxUnavailable.",
    why="the API server refuses both, and with neither the budget protects nothing",
    source=_SOURCE,
    settings=("disruption_budget.min_available",),
)
OVERLAPS = Rule(
    id="budget-overlaps",
    title="A pod has one budget.",
    why="the eviction API refuses to evict a pod that more than one budget selects, so that its node never drains",
    source="https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-workloads-and-arbitrary-selectors",
)
MISSING = Rule(
    id="budget-missing",
    title="Several pods have a budget.",
    why="a drain of two nodes may take every pod at the same time",
    source=_SOURCE,
    settings=("disruption_budget",),
    severity=Severity.WARNING,
)
RULES = (BLOCKS, ONE_LIMIT, OVERLAPS, MISSING)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each budget against the pods that it selects, and each workload of several pods."""
    budgets = list(rendered.of_kind("PodDisruptionBudget"))
    for budget in budgets:
        yield from _limits(budget)
    covered = _covered(rendered, budgets)
    for pod in pods(rendered):
        own = covered.get(id(pod), [])
        fewest = fewest_pods(rendered, pod.owner)
        for budget in own:
            yield from _room(budget, fewest)
        if len(own) > 1:
            names = sorted(map(name_of, own))
            yield OVERLAPS.in_object(own[-1], "spec.selector", names, f"one for {name_of(pod.owner)}")
        if not own and fewest >= _SEVERAL and pod.owner.get("kind") in SCALED:
            path = f"{pod.path}.metadata.labels"
            yield MISSING.in_object(pod.owner, path, pod.labels, f"a budget that selects these {fewest} pods or more")


def _covered(rendered: Rendered, budgets: list[Document]) -> dict[int, list[Document]]:
    """The budgets of each pod; where either does not say its namespace, they may be in the same."""
    index = rendered.once(pods_by_label)
    found: dict[int, list[Document]] = {}
    for budget in budgets:
        namespace = namespace_of(budget)
        selector = mapping(budget.get("spec")).get("selector")
        for pod in index.selected_in(selector, [namespace, ""] if namespace else None):
            found.setdefault(id(pod), []).append(budget)
    return found


def _limits(budget: Document) -> Iterator[Finding]:
    spec = mapping(budget.get("spec"))
    given = {name: spec.get(name) for name in ("minAvailable", "maxUnavailable")}
    if sum(each is not None for each in given.values()) != 1:
        yield ONE_LIMIT.in_object(budget, "spec", given, "exactly one of minAvailable and maxUnavailable")


def _room(budget: Document, fewest: int) -> Iterator[Finding]:
    spec = mapping(budget.get("spec"))
    least, most = share(spec.get("minAvailable"), fewest), share(spec.get("maxUnavailable"), fewest)
    must_stay = least if least is not None else fewest - most if most is not None else 0
    if fewest and must_stay >= fewest:
        name = "minAvailable" if least is not None else "maxUnavailable"
        yield BLOCKS.in_object(budget, f"spec.{name}", spec[name], f"room for one of the {fewest} pods to go")
