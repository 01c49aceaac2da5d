"""Autoscalers that scale nothing, the wrong thing, or too fast."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, several

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
AUTOSCALER = "HorizontalPodAutoscaler"
SCALED = ("production", "e2e")  # the others run a fixed number
OF_NODE = {"name": "memory", "container": "kgc-sidecar", "target": {"type": "Utilization", "averageUtilization": 80}}


def metric(kind: str, **source: Any) -> dict[str, Any]:
    """A metric of an autoscaler."""
    return {"type": kind, f"{kind[0].lower()}{kind[1:]}": source}


SCALING = [
    *several(
        "autoscaler-target-missing",
        AUTOSCALER,
        ("a misspelt name", "spec|scaleTargetRef|name", "kgc-sidecars"),
        ("no name", "spec|scaleTargetRef|name", ABSENT),
        ("another kind", "spec|scaleTargetRef|kind", "StatefulSet"),
        ("a job", "spec|scaleTargetRef", {"kind": "CronJob", "name": "kgc-sidecar-rotation"}),
        ("nothing", "spec|scaleTargetRef", ABSENT),
        ("another namespace", "metadata|namespace", "other"),
    ),
    *several(
        "autoscaler-beside-replicas",
        SIDECAR,
        ("the minimum", "spec|replicas", 3),
        ("one", "spec|replicas", 1),
        ("none", "spec|replicas", 0),
        ("null", "spec|replicas", None),
        ("as text", "spec|replicas", "5"),
        among=SCALED,
    ),
    *several(
        "autoscaler-bounds",
        AUTOSCALER,
        (
            "swapped",
            "spec",
            lambda spec: {**spec, "minReplicas": spec["maxReplicas"], "maxReplicas": spec["minReplicas"]},
        ),
        ("one below the minimum", "spec|maxReplicas", 2),
        ("no maximum", "spec|maxReplicas", ABSENT),
        ("a maximum of nothing", "spec|maxReplicas", 0),
        ("a negative minimum", "spec|minReplicas", -1),
        ("a minimum in words", "spec|minReplicas", "three"),
        ("a larger minimum", "spec|minReplicas", 11),
    ),
    *several(
        "autoscaler-without-behaviour",
        AUTOSCALER,
        ("deleted", "spec|behavior", ABSENT),
        ("empty", "spec|behavior", {}),
        ("upwards only", "spec|behavior|scaleDown", ABSENT),
        ("nothing downwards", "spec|behavior|scaleDown", {}),
        ("misspelt", "spec", lambda spec: {**spec, "behavior": None, "behaviour": spec["behavior"]}),
    ),
    *several(
        "autoscaler-counts-injected",
        AUTOSCALER,
        *(
            (
                f"{name} of the pod as metric {place}, {kind}",
                f"spec|metrics|{place}",
                metric("Resource", name=name, target={"type": kind}),
            )
            for place, name, kind in (
                ("0", "cpu", "Utilization"),
                ("0", "cpu", "AverageValue"),
                ("+", "cpu", "Utilization"),
                ("+", "memory", "AverageValue"),
                ("0", "memory", "Utilization"),
            )
        ),
    ),
    *several(
        "autoscaler-unmeasured",
        AUTOSCALER,
        ("a misspelt container", "spec|metrics|0|containerResource|container", "kgc-sidecars"),
        ("the agent", "spec|metrics|0|containerResource|container", "vault-agent"),
        ("a resource that nobody requests", "spec|metrics|0|containerResource|name", "nvidia.com/gpu"),
        ("a misspelt resource", "spec|metrics|0|containerResource|name", "CPU"),
        ("no name", "spec|metrics|0|containerResource|name", ABSENT),
    ),
    *several(
        "autoscaler-memory-of-node",
        AUTOSCALER,
        ("memory too", "spec|metrics|+", metric("ContainerResource", **OF_NODE)),
        ("memory only", "spec|metrics", [metric("ContainerResource", **OF_NODE)]),
        ("swapped", "spec|metrics|0|containerResource|name", "memory"),
        ("memory of the pod", "spec|metrics|+", metric("Resource", name="memory", target={"type": "Utilization"})),
        (
            "an amount of memory",
            "spec|metrics|+",
            metric("ContainerResource", **{**OF_NODE, "target": {"type": "AverageValue", "averageValue": "400Mi"}}),
        ),
    ),
]

MUTATIONS = (*SCALING,)
