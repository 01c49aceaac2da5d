"""Selectors, quota, drain and scaling, each rule broken once."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

POD = "spec|template|spec"
AGENT = "spec|template|metadata|annotations|vault.hashicorp.com/agent-"
BUDGET, AUTOSCALER = "PodDisruptionBudget/kgc-sidecar", "HorizontalPodAutoscaler/kgc-sidecar"
QUOTA, LIMITS = "ResourceQuota/kgc-sidecar", "LimitRange/kgc-sidecar"
NAME = "app.kubernetes.io/name"
ROLLING = "spec|strategy|rollingUpdate"

SELECTORS: dict[str, Case] = {
    "a label that changes": Case(
        SIDECAR, "spec|selector|matchLabels|app.kubernetes.io/version", "1.4.2", "spec.selector.matchLabels"
    ),
    "expressions": Case(SIDECAR, "spec|selector|matchExpressions", [{"key": NAME, "operator": "Exists"}], "matchExp"),
    "a template that is not selected": Case(SIDECAR, f"spec|template|metadata|labels|{NAME}", "x", "spec.selector"),
    "a Service by another label": Case("Service/kgc-sidecar", f"spec|selector|{NAME}", "x", "Service/kgc-sidecar"),
    "a budget for nobody": Case(BUDGET, f"spec|selector|matchLabels|{NAME}", "x", "PodDisruptionBudget"),
    "a monitor of nothing": Case(
        "ServiceMonitor/kgc-sidecar", f"spec|selector|matchLabels|{NAME}", "x", "ServiceMonitor/kgc-sidecar"
    ),
    "a spread over other pods": Case(
        SIDECAR, f"{POD}|topologySpreadConstraints|0|labelSelector|matchLabels|{NAME}", "x", "topologySpread"
    ),
    "a job that answers requests": Case(
        "CronJob/kgc-sidecar-rotation",
        f"spec|jobTemplate|spec|template|metadata|labels|{NAME}",
        "kgc-sidecar",
        "jobTemplate.spec.template.metadata.labels",
    ),
}
RESOURCES = f"{POD}|containers|kgc-sidecar|resources"
QUOTAS: dict[str, Case] = {
    "one pod too few": Case(QUOTA, "spec|hard|pods", "7", "spec.hard.pods"),
    "a little CPU too few": Case(QUOTA, "spec|hard|requests.cpu", "1974m", "requests.cpu"),
    "a little memory too few": Case(QUOTA, "spec|hard|limits.memory", "4287Mi", "limits.memory"),
    "scratch space too few": Case(QUOTA, "spec|hard|limits.ephemeral-storage", "4095Mi", "limits.ephemeral"),
    "storage too few": Case(QUOTA, "spec|hard|requests.storage", "1023Mi", "requests.storage"),
    "no claim": Case(QUOTA, "spec|hard|persistentvolumeclaims", "0", "persistentvolumeclaims"),
    "not a quantity": Case(QUOTA, "spec|hard|pods", "many", "spec.hard.pods"),
    "a larger surge": Case(SIDECAR, f"{ROLLING}|maxSurge", 2, "spec.hard.pods"),
    "a surge in percent": Case(SIDECAR, f"{ROLLING}|maxSurge", "34%", "spec.hard.pods"),
    "more pods by the autoscaler": Case(AUTOSCALER, "spec|maxReplicas", 4, "spec.hard.pods"),
    "a larger agent": Case(SIDECAR, f"{AGENT}limits-cpu", "101m", "spec.hard.limits.cpu"),
    "an agent that runs before": Case(SIDECAR, f"{AGENT}limits-mem", "600Mi", "spec.hard.limits.memory"),
    "an agent that gets the largest limit": Case(
        SIDECAR, f"{AGENT}limits-ephemeral", ABSENT, "spec.hard.limits.ephemeral-storage"
    ),
    "a second job at a time": Case(
        "CronJob/kgc-sidecar-rotation", "spec|jobTemplate|spec|parallelism", 2, "spec.hard.pods"
    ),
}
LIMIT_RANGES: dict[str, Case] = {
    "a larger sidecar than admitted": Case(LIMITS, "spec|limits|0|max|memory", "511Mi", "spec.limits.Container.max"),
    "a smaller agent than admitted": Case(LIMITS, "spec|limits|0|min|cpu", "26m", "spec.limits.Container.min.cpu"),
    "a larger claim than admitted": Case(LIMITS, "spec|limits|1|max|storage", "1023Mi", "PersistentVolumeClaim.max"),
}
BUDGETS: dict[str, Case] = {
    "budget equal to the fewest": Case(BUDGET, "spec|minAvailable", 2, "spec.minAvailable"),
    "budget in percent": Case(BUDGET, "spec|minAvailable", "51%", "spec.minAvailable"),
    "fewer pods": Case(AUTOSCALER, "spec|minReplicas", 1, "spec.minAvailable"),
    "an autoscaler that does not say": Case(AUTOSCALER, "spec|minReplicas", ABSENT, "spec.minAvailable"),
    "both limits": Case(BUDGET, "spec|maxUnavailable", 1, "PodDisruptionBudget/kgc-sidecar: spec"),
    "no limit": Case(BUDGET, "spec|minAvailable", ABSENT, "PodDisruptionBudget/kgc-sidecar: spec"),
    "nothing may go": Case(
        BUDGET, "spec", lambda spec: {"selector": spec["selector"], "maxUnavailable": 0}, "spec.maxUnavailable"
    ),
}
ROLLOUTS: dict[str, Case] = {
    "a pod goes first": Case(SIDECAR, f"{ROLLING}|maxUnavailable", 1, "maxUnavailable"),
    "the API's default": Case(SIDECAR, f"{ROLLING}|maxUnavailable", ABSENT, "maxUnavailable"),
    "grace as long as the drain": Case(SIDECAR, f"{POD}|terminationGracePeriodSeconds", 10, "terminationGrace"),
    "a drain as long as the default grace": Case(
        SIDECAR,
        POD,
        lambda spec: {
            **{key: value for key, value in spec.items() if key != "terminationGracePeriodSeconds"},
            "containers": [{**spec["containers"][0], "lifecycle": {"preStop": {"sleep": {"seconds": 30}}}}],
        },
        "terminationGrace",
    ),
}
SPREADING: dict[str, Case] = {
    "a demand to spread over zones": Case(
        SIDECAR, f"{POD}|topologySpreadConstraints|0|whenUnsatisfiable", "DoNotSchedule", "topologySpread"
    ),
}
SCALING: dict[str, Case] = {
    "replicas beside it": Case(SIDECAR, "spec|replicas", 3, "spec.replicas"),
    "a target that is not there": Case(AUTOSCALER, "spec|scaleTargetRef|name", "other", "scaleTargetRef"),
    "a maximum below the minimum": Case(AUTOSCALER, "spec|maxReplicas", 1, "spec.maxReplicas"),
    "the agent counts": Case(
        AUTOSCALER,
        "spec|metrics|0",
        {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}},
        "spec.metrics.0.type",
    ),
    "a container that is not there": Case(
        AUTOSCALER, "spec|metrics|0|containerResource|container", "other", "containerResource.container"
    ),
    "a resource that nobody requests": Case(
        AUTOSCALER, "spec|metrics|0|containerResource|name", "nvidia.com/gpu", "spec.metrics.0.name"
    ),
}
ALL = [
    (check, name, case)
    for check, cases in (
        ("selectors", SELECTORS),
        ("quotas", QUOTAS),
        ("limit_ranges", LIMIT_RANGES),
        ("budgets", BUDGETS),
        ("rollouts", ROLLOUTS),
        ("spreading", SPREADING),
        ("autoscalers", SCALING),
    )
    for name, case in cases.items()
]


def test_a_container_must_say_what_the_quota_counts_and_nothing_fills_in() -> None:
    without_defaults = changed(LIMITS, "spec|limits|0", {"type": "Container", "max": {"cpu": "1"}})
    silent = Case(SIDECAR, f"{RESOURCES}|limits|memory", ABSENT, "kgc-sidecar.resources.limits.memory")
    assert_reported("quotas", silent, rendered=without_defaults)
    nothing = changed(SIDECAR, f"{AGENT}limits-ephemeral", ABSENT, without_defaults)
    assert list(CHECKS["quotas"](nothing, ENVIRONMENT)) == []  # of scratch space the API server asks no container


def test_what_a_container_leaves_open_is_counted_with_its_default() -> None:
    silent = changed(SIDECAR, f"{AGENT}limits-ephemeral", ABSENT)
    silent = changed(LIMITS, "spec|limits|0|default", {"ephemeral-storage": "64Mi"}, silent)
    assert list(CHECKS["quotas"](silent, ENVIRONMENT)) == []
    assert_reported(
        "quotas", Case(LIMITS, "spec|limits|0|default|ephemeral-storage", "65Mi", "spec.hard"), rendered=silent
    )


@pytest.mark.parametrize(("check", "case"), [(check, case) for check, _, case in ALL], ids=[each[1] for each in ALL])
def test_each_rule_is_held(check: str, case: Case) -> None:
    assert_reported(check, case)


GOOD_TOO: dict[str, tuple[str, str, Any]] = {
    "quotas": (QUOTA, "spec|hard|requests.cpu", "1.975"),
    "budgets": (BUDGET, "spec|minAvailable", "50%"),
    "autoscalers": (AUTOSCALER, "spec|minReplicas", 3),
}


@pytest.mark.parametrize("check", GOOD_TOO)
def test_the_edge_itself_is_right(check: str) -> None:
    assert list(CHECKS[check](changed(*GOOD_TOO[check]), ENVIRONMENT)) == []


def test_pods_that_are_replaced_at_once_need_no_room_for_two_generations() -> None:
    rendered = changed(SIDECAR, "spec|strategy", {"type": "Recreate"})
    assert list(CHECKS["quotas"](changed(QUOTA, "spec|hard|pods", "4", rendered), ENVIRONMENT)) == []


def test_a_budget_is_held_against_fixed_replicas_too() -> None:
    without = Rendered(tuple(each for each in good().kubernetes if each["kind"] != "HorizontalPodAutoscaler"))
    fixed = changed(SIDECAR, "spec|replicas", 2, without)
    for fewer in (1, ABSENT):
        assert_reported("budgets", Case(SIDECAR, "spec|replicas", fewer, "spec.minAvailable"), rendered=fixed)


def test_pods_that_are_replaced_at_once_may_go_first() -> None:
    assert list(CHECKS["rollouts"](changed(SIDECAR, "spec|strategy", {"type": "Recreate"}), ENVIRONMENT)) == []


def test_a_demand_to_spread_over_nodes_is_no_cap() -> None:
    spread = {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}
    rendered = changed(SIDECAR, f"{POD}|topologySpreadConstraints|0", lambda old: {**old, **spread})
    assert list(CHECKS["spreading"](rendered, ENVIRONMENT)) == []


@pytest.mark.parametrize(
    ("hook", "good_too"),
    [
        ({"exec": {"command": ["/bin/sh", "-c", "sleep 45"]}}, False),
        ({"exec": {"command": ["/bin/sh", "-c", "echo 60 && sleep 44"]}}, True),
        ({"exec": {"command": ["/app/drain"]}}, True),
        ({"httpGet": {"path": "/drain", "port": 3000}}, True),
        ({"sleep": {"seconds": 45}}, False),
        ({"sleep": {"seconds": 44}}, True),
    ],
)
def test_the_time_of_a_drain_is_read_where_it_can_be(hook: dict[str, Any], good_too: bool) -> None:
    rendered = changed(SIDECAR, f"{POD}|containers|kgc-sidecar|lifecycle|preStop", hook)
    assert (list(CHECKS["rollouts"](rendered, ENVIRONMENT)) == []) is good_too


def test_what_a_quota_counts_beside_is_left_to_it() -> None:
    assert list(CHECKS["quotas"](changed(QUOTA, "spec|hard|services.loadbalancers", "0"), ENVIRONMENT)) == []
