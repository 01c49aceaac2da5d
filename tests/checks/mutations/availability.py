"""Pods that go when they should not: budgets, rollouts, endings."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, FOUR, Mutation, several

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
AUTOSCALER, BUDGET = "HorizontalPodAutoscaler", "PodDisruptionBudget"
POD = "spec|template|spec"
OWN = f"{POD}|containers|kgc-sidecar"
ROLLING = "spec|strategy|rollingUpdate"
SELECTOR = "spec|selector"
NAME = "app.kubernetes.io/name"
SCALED = ("production", "e2e")  # the others run a fixed number

BUDGETS = [
    *several(
        "budget-blocks-drains",
        BUDGET,
        ("as many as there are", "spec|minAvailable", lambda least: least + (2 if least == 1 else 1)),
        ("more than there are", "spec|minAvailable", 99),
        ("all of them", "spec|minAvailable", "100%"),
        ("most of them, rounded up", "spec|minAvailable", "90%"),
        ("a number as text", "spec|minAvailable", "10"),
        ("nothing may go", "spec", lambda spec: {"selector": spec["selector"], "maxUnavailable": 0}),
        ("no share may go", "spec", lambda spec: {"selector": spec["selector"], "maxUnavailable": "0%"}),
    ),
    *several("budget-blocks-drains", AUTOSCALER, ("one pod at the least", "spec|minReplicas", 1)),
    *several(
        "budget-without-one-limit",
        BUDGET,
        ("both limits", "spec|maxUnavailable", 1),
        ("both limits, one in percent", "spec|maxUnavailable", "50%"),
        ("neither", "spec|minAvailable", ABSENT),
        ("null", "spec|minAvailable", None),
        ("an empty spec", "spec", {}),
        ("a misspelt limit", "spec", lambda spec: {"selector": spec["selector"], "minAvailabe": 1}),
    ),
    *several(
        "budget-missing",
        BUDGET,
        ("deleted by another kind", "kind", "PodDisruptionBudgets"),
        ("a misspelt label", f"{SELECTOR}|matchLabels|{NAME}", "kgc-sidecars"),
        ("one label more", f"{SELECTOR}|matchLabels|tier", "front"),
        ("an expression that excludes", SELECTOR, {"matchExpressions": [{"key": NAME, "operator": "DoesNotExist"}]}),
        ("another namespace", "metadata|namespace", "other"),
        (
            "other values",
            SELECTOR,
            {"matchExpressions": [{"key": NAME, "operator": "NotIn", "values": ["kgc-sidecar"]}]},
        ),
        among=("staging", "production", "e2e"),
    ),
]
SELECTORS: dict[str, dict[str, Any]] = {
    "everything": {},
    "the same label": {"matchLabels": {NAME: "kgc-sidecar"}},
    "the instance": {"matchLabels": {"app.kubernetes.io/instance": "kgc-sidecar"}},
    "whoever has a name": {"matchExpressions": [{"key": NAME, "operator": "Exists"}]},
    "one of many names": {"matchExpressions": [{"key": NAME, "operator": "In", "values": ["a", "kgc-sidecar"]}]},
}
for how, selector in SELECTORS.items():
    second = {
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "second"},
        "spec": {"maxUnavailable": 1, "selector": selector},
    }
    BUDGETS.append(Mutation(rule="budget-overlaps", how=how, add=(second,), environments=FOUR[1:]))


ROLLOUTS = [
    *several(
        "rollout-takes-pods-first",
        SIDECAR,
        ("one first", f"{ROLLING}|maxUnavailable", 1),
        ("the API's default", f"{ROLLING}|maxUnavailable", ABSENT),
        ("half of them", f"{ROLLING}|maxUnavailable", "50%"),
        ("all of them", f"{ROLLING}|maxUnavailable", "100%"),
        ("as text", f"{ROLLING}|maxUnavailable", "2"),
        ("no numbers at all", "spec|strategy", {"type": "RollingUpdate"}),
        ("no strategy", "spec|strategy", ABSENT),
        among=SCALED,
    ),
    *several(
        "grace-shorter-than-drain",
        SIDECAR,
        ("as long as the drain", f"{POD}|terminationGracePeriodSeconds", 10),
        ("none", f"{POD}|terminationGracePeriodSeconds", 0),
        ("as text", f"{POD}|terminationGracePeriodSeconds", "5"),
        ("a longer drain", f"{OWN}|lifecycle|preStop|exec|command", ["sleep", "45"]),
        ("a drain of minutes", f"{OWN}|lifecycle|preStop|exec|command", ["/bin/sleep", "300s"]),
        ("a drain in a shell", f"{OWN}|lifecycle|preStop|exec|command", ["sh", "-c", "sleep 60; true"]),
        ("a drain by the kubelet", f"{OWN}|lifecycle|preStop", {"sleep": {"seconds": 46}}),
    ),
    *several(
        "single-pod",
        AUTOSCALER,
        ("one at the least", "spec|minReplicas", 1),
        ("no minimum", "spec|minReplicas", ABSENT),
        ("one as text", "spec|minReplicas", "1"),
        among=("production",),
    ),
    *several(
        "single-pod",
        SIDECAR,
        ("one", "spec|replicas", 1),
        ("none said", "spec|replicas", ABSENT),
        ("null", "spec|replicas", None),
        among=("staging",),
    ),
]

MUTATIONS = (*BUDGETS, *ROLLOUTS)
