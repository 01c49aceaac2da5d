"""An environment goes on keeping an exception that nothing needs any more."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import Mutation, several

__all__ = ["MUTATIONS"]

BASE = ("without a budget, on purpose",)
BUDGET: dict[str, Any] = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "kgc-sidecar", "namespace": "kgc-sidecar"},
    "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app.kubernetes.io/name": "kgc-sidecar"}}},
}


def _budget(how: str, spec: dict[str, Any]) -> Mutation:
    budget = {**BUDGET, "spec": {**spec, "selector": BUDGET["spec"]["selector"]}}
    return Mutation(rule="silence-unused", how=how, environments=BASE, add=(budget,))


MUTATIONS: tuple[Mutation, ...] = (
    _budget("add a budget of pods that stay", {"minAvailable": 1}),
    _budget("add a budget of pods that go", {"maxUnavailable": 1}),
    _budget("add a budget in percent", {"maxUnavailable": "10%"}),
    *several(
        "silence-unused", "Deployment",
        ("misspell the object", "metadata|name", "kgc-sidecars"),
        ("make another kind of it", "kind", "Job"),
        ("a deployment becomes a pod by itself", "kind", "Pod"),
        among=BASE,
    ),
    *several(
        "silence-unused", "HorizontalPodAutoscaler",
        ("one pod is enough", "spec|minReplicas", 1),
        among=BASE,
    ),
)  # fmt: skip
