"""Containers that ask for too much, or say too little."""

from __future__ import annotations

from tests.checks.mutations.mutation import ABSENT, Mutation, several

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
AUTOSCALER, QUOTA, LIMITS = "HorizontalPodAutoscaler", "ResourceQuota", "LimitRange"
POD = "spec|template|spec"
OWN = f"{POD}|containers|kgc-sidecar"
NOTES = "spec|template|metadata|annotations|vault.hashicorp.com/agent-"
ROLLING = "spec|strategy|rollingUpdate"

CONTAINERS = [
    *(
        Mutation(rule=rule, how=how, where=SIDECAR, path=path, value=value, more=((LIMITS, "spec|limits", []),))
        for rule, wanted in (
            ("resources-missing", ("limits|memory", "limits", "")),
            ("quota-needs-resources", ("limits|cpu", "limits|memory", "limits", "")),
            ("scratch-space-unlimited", ("limits|ephemeral-storage", "limits", "")),
        )
        for how, path, value in (
            *((f"without {name or 'any'}", f"{OWN}|resources{'|' if name else ''}{name}", ABSENT) for name in wanted),
            ("one more container", f"{POD}|containers|+", {"name": "proxy"}),
            ("one more at the start", f"{POD}|initContainers", [{"name": "prepare", "resources": {"limits": {}}}]),
        )
    ),
    *several(
        "request-above-limit",
        SIDECAR,
        ("more CPU", f"{OWN}|resources|requests|cpu", "3"),
        ("more CPU in thousandths", f"{OWN}|resources|requests|cpu", "2001m"),
        ("more memory", f"{OWN}|resources|requests|memory", "1025Mi"),
        ("a smaller limit of memory", f"{OWN}|resources|limits|memory", "64Mi"),
        ("a unit forgotten", f"{OWN}|resources|limits|ephemeral-storage", "512"),
        ("the agent", f"{NOTES}requests-cpu", "101m"),
        ("the agent's memory", f"{NOTES}requests-mem", "65Mi"),
    ),
]

QUOTAS = [
    *several(
        "quota-too-small",
        QUOTA,
        ("one pod fewer", "spec|hard|pods", lambda old: str(int(old) - 1)),
        ("a little CPU less", "spec|hard|requests.cpu", lambda old: f"{int(old.removesuffix('m')) - 1}m"),
        ("a unit forgotten", "spec|hard|limits.memory", lambda old: old.removesuffix("Mi")),
        ("a decimal unit", "spec|hard|limits.memory", lambda old: f"{old.removesuffix('i')}"),
        ("no scratch space", "spec|hard|limits.ephemeral-storage", "0"),
        ("the name without requests", "spec|hard|cpu", "100m"),
        ("a misspelt quantity", "spec|hard|requests.memory", "10 Gi"),
        ("no configuration", "spec|hard|configmaps", "1"),
        ("no Deployment", "spec|hard|count/deployments.apps", 0),
    ),
    *several(
        "quota-too-small",
        SIDECAR,
        ("a larger surge", f"{ROLLING}|maxSurge", 2),
        ("a larger sidecar", f"{OWN}|resources|requests|ephemeral-storage", "4Gi"),
        ("a larger agent", f"{NOTES}limits-cpu", "101m"),
        (
            "a sidecar that goes on",
            f"{POD}|initContainers",
            [{"name": "mesh", "restartPolicy": "Always", "resources": {"requests": {"cpu": "100m"}}}],
        ),
    ),
    *several("quota-too-small", AUTOSCALER, ("more pods", "spec|maxReplicas", lambda old: old + 1)),
    *several("quota-too-small", "PersistentVolumeClaim", ("a larger claim", "spec|resources|requests|storage", "11Gi")),
    *several(
        "limit-range-refuses",
        LIMITS,
        ("less memory at the most", "spec|limits|0|max|memory", "63Mi"),
        ("less CPU at the most", "spec|limits|0|max|cpu", "99m"),
        ("more CPU at the least", "spec|limits|0|min", {"cpu": "26m"}),
        ("more memory at the least", "spec|limits|0|min", {"memory": "1.5Gi"}),
        ("a ratio", "spec|limits|0|maxLimitRequestRatio", {"cpu": "1"}),
        ("all containers together", "spec|limits|+", {"type": "Pod", "max": {"memory": "127Mi"}}),
        ("a unit forgotten", "spec|limits|0|max|ephemeral-storage", "512"),
        ("a smaller claim", "spec|limits|1|max|storage", "1023Mi"),
    ),
    *several(
        "limit-range-refuses",
        SIDECAR,
        ("a larger sidecar", f"{OWN}|resources|limits|memory", "9Gi"),
        ("one more container", f"{POD}|containers|+", {"name": "proxy", "resources": {"limits": {"cpu": "3"}}}),
    ),
]

MUTATIONS = (*CONTAINERS, *QUOTAS)
