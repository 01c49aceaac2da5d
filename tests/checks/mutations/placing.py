"""Pods that run in the wrong place, or are asked at the wrong time."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, FOUR, several

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
POD = "spec|template|spec"
OWN = f"{POD}|containers|kgc-sidecar"
SPREAD = f"{POD}|topologySpreadConstraints"
NAME = "app.kubernetes.io/name"


def apart(key: str, **selector: Any) -> dict[str, Any]:
    """A required anti-affinity."""
    term = {"topologyKey": key, "labelSelector": selector}
    return {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


SPREADING = [
    *several(
        "spread-caps-pods",
        SIDECAR,
        ("a demand", f"{SPREAD}|0|whenUnsatisfiable", "DoNotSchedule"),
        ("the API's default", f"{SPREAD}|0|whenUnsatisfiable", ABSENT),
        ("a misspelt wish", f"{SPREAD}|0|whenUnsatisfiable", "ScheduleAnyways"),
        ("a wish over nodes moved to zones", f"{SPREAD}|1", {"topologyKey": "topology.kubernetes.io/zone"}),
        (
            "one more",
            f"{SPREAD}|+",
            {"topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule"},
        ),
    ),
    *several(
        "anti-affinity-caps-pods",
        SIDECAR,
        (
            "own pods, one a zone",
            f"{POD}|affinity",
            apart("topology.kubernetes.io/zone", matchLabels={NAME: "kgc-sidecar"}),
        ),
        ("any pod, one a zone", f"{POD}|affinity", apart("topology.kubernetes.io/zone")),
        ("the old key", f"{POD}|affinity", apart("failure-domain.beta.kubernetes.io/zone")),
        ("one a region", f"{POD}|affinity", apart("topology.kubernetes.io/region")),
        (
            "by an expression",
            f"{POD}|affinity",
            apart("topology.kubernetes.io/zone", matchExpressions=[{"key": NAME, "operator": "Exists"}]),
        ),
        among=FOUR[1:],
    ),
    *several(
        "spread-missing",
        SIDECAR,
        ("deleted", SPREAD, ABSENT),
        ("none", SPREAD, []),
        ("null", SPREAD, None),
        ("misspelt", POD, lambda spec: {**spec, "topologySpreadConstraints": None, "topologySpreadConstraint": []}),
        (
            "affinity to nodes only",
            POD,
            lambda spec: {**spec, "topologySpreadConstraints": [], "affinity": {"nodeAffinity": {}}},
        ),
        among=FOUR[1:],
    ),
]

PROBES = [
    *several(
        "probe-kills-slow-start",
        SIDECAR,
        ("no startup probe", f"{OWN}|startupProbe", ABSENT),
        ("an empty startup probe", f"{OWN}|startupProbe", {}),
        ("a readiness that waits longer", f"{OWN}|readinessProbe|initialDelaySeconds", 60),
        ("a liveness that waits longer", f"{OWN}|livenessProbe|initialDelaySeconds", 61),
        ("one failure at the start", f"{OWN}|startupProbe", {"failureThreshold": 1, "periodSeconds": 0}),
        (
            "a readiness that allows more",
            OWN,
            lambda own: {
                **own,
                "startupProbe": None,
                "livenessProbe": {"initialDelaySeconds": 5},
                "readinessProbe": {"initialDelaySeconds": 30},
            },
        ),
    ),
    *(
        each
        for name in ("startup", "liveness", "readiness")
        for each in several(
            "probe-timeout-exceeds-period",
            SIDECAR,
            (f"{name}: a longer wait", f"{OWN}|{name}Probe|timeoutSeconds", 11),
            (f"{name}: a shorter period", f"{OWN}|{name}Probe|periodSeconds", 2),
        )
    ),
    *several(
        "probe-readiness-missing",
        SIDECAR,
        ("deleted", f"{OWN}|readinessProbe", ABSENT),
        ("empty", f"{OWN}|readinessProbe", {}),
        ("null", f"{OWN}|readinessProbe", None),
        ("misspelt", OWN, lambda own: {**own, "readinessProbe": None, "readynessProbe": {"httpGet": {}}}),
        ("another container without", f"{POD}|containers|+", {"name": "proxy", "ports": [{"containerPort": 1}]}),
    ),
]

MUTATIONS = (*SPREADING, *PROBES)
