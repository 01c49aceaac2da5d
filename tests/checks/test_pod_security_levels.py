"""What the Pod Security Standards ask for in each version and at each level."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Finding, Rendered, Severity
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.pod_security.pod_security import judge
from kgc_constructs.checks.pod_security.standard import BASELINE, PRIVILEGED, RESTRICTED, Standard
from tests.checks.breaking import SIDECAR
from tests.checks.good import ABSENT, ENVIRONMENT, changed

POD = "spec|template|spec"
CONTAINER = f"{POD}|containers|kgc-sidecar"
SECURITY = f"{CONTAINER}|securityContext"
NAMESPACE = "Namespace/kgc-sidecar"
ENFORCE = "pod-security.kubernetes.io/enforce"
SECCOMP = {"seccompProfile": {"type": "RuntimeDefault"}}

VERSIONED: dict[str, tuple[int, str, Any, bool]] = {
    "a probe of another host": (34, f"{CONTAINER}|livenessProbe|httpGet|host", "10.0.0.1", False),
    "a hook that calls another host": (
        34, f"{CONTAINER}|lifecycle", {"preStop": {"tcpSocket": {"host": "10.0.0.1", "port": 80}}}, False,
    ),
    "keep-alive": (29, f"{POD}|securityContext|sysctls", [{"name": "net.ipv4.tcp_keepalive_time", "value": "1"}], True),
    "receive memory": (32, f"{POD}|securityContext|sysctls", [{"name": "net.ipv4.tcp_rmem", "value": "1"}], True),
    "slow start": (
        37, f"{POD}|securityContext|sysctls", [{"name": "net.ipv4.tcp_slow_start_after_idle", "value": "0"}], True,
    ),
    "SELinux type of an engine": (31, f"{SECURITY}|seLinuxOptions", {"type": "container_engine_t"}, True),
    "root of a user namespace": (
        35, POD, lambda spec: {**spec, "hostUsers": False, "securityContext": {**SECCOMP, "runAsUser": 0}}, True,
    ),
}  # fmt: skip
"""The version in which the standard changed, and whether it allows the thing from there on."""


@pytest.mark.parametrize("case", VERSIONED)
@pytest.mark.parametrize("label", [True, False], ids=["by the namespace's label", "by the settings"])
def test_the_version_decides(case: str, label: bool) -> None:
    since, path, value, allowed = VERSIONED[case]
    for version in (since - 1, since):
        text, environment = f"v1.{version}", ENVIRONMENT
        broken = changed(SIDECAR, path, value)
        broken = changed(NAMESPACE, f"metadata|labels|{ENFORCE}-version", text if label else ABSENT, broken)
        if not label:
            environment = ENVIRONMENT.evolve(pod_security_version=text)
        found = {
            problem.rule.id
            for problem in CHECKS["pod_security"](broken, environment)
            if isinstance(problem, Finding) and problem.rule.id != "namespace-pod-security"
        }
        assert (found == set()) is (allowed if version == since else not allowed), (version, found)


def test_root_of_a_user_namespace_sees_no_more_of_proc() -> None:
    spec = {"containers": [{"name": "x", "securityContext": {"procMount": "Unmasked"}}], "hostUsers": False}
    pod = Pod({}, "", {"spec": spec})
    for version, level, allowed in ((34, BASELINE, False), (35, BASELINE, True), (37, RESTRICTED, False)):
        found = {finding.rule.id for finding in judge(pod, Standard(level, version))}
        assert ("pod-proc-mount" not in found) is allowed


def test_baseline_asks_for_less() -> None:
    careless = Pod({}, "", {"spec": {"containers": [{"name": "x"}], "volumes": [{"name": "n", "nfs": {"path": "/"}}]}})
    assert list(judge(careless, Standard(BASELINE))) == []
    assert {finding.rule.id for finding in judge(careless, Standard())} == {
        "pod-capabilities", "pod-privilege-escalation", "pod-run-as-non-root", "pod-seccomp-profile",
        "pod-volume-types",
    }  # fmt: skip
    assert list(judge(Pod({}, "", {"spec": {"hostNetwork": True}}), Standard(PRIVILEGED))) == []


@pytest.mark.parametrize(
    ("part", "value", "rule"),
    [
        ("securityContext", {"seccompProfile": {"type": "Unconfined"}}, "pod-seccomp-profile"),
        ("securityContext", {"capabilities": {"add": ["NET_RAW"]}}, "pod-capabilities"),
        ("ports", [{"containerPort": 80, "hostPort": 80}], "pod-host-ports"),
    ],
)
def test_baseline_asks_for_something(part: str, value: Any, rule: str) -> None:
    pod = Pod({}, "", {"spec": {"containers": [{"name": "x", part: value}]}})
    assert {finding.rule.id for finding in judge(pod, Standard(BASELINE))} == {rule}


def test_a_path_of_the_node_is_refused_at_every_level() -> None:
    pod = Pod({}, "", {"spec": {"volumes": [{"name": "x", "hostPath": {"path": "/"}}]}})
    for level in (BASELINE, RESTRICTED):
        assert {finding.rule.id for finding in judge(pod, Standard(level))} == {"pod-volume-types"}


def test_a_windows_pod_has_no_capabilities_to_drop() -> None:
    context = {"runAsNonRoot": True}
    pod = Pod({}, "", {"spec": {"os": {"name": "windows"}, "securityContext": context, "containers": [{"name": "x"}]}})
    assert list(judge(pod, Standard())) == []


@pytest.mark.parametrize(
    ("labels", "errors", "warnings"),
    [
        ({}, 0, 1),
        ({ENFORCE: "baseline"}, 0, 1),
        ({ENFORCE: "restricted"}, 0, 1),
        ({ENFORCE: "restricted", f"{ENFORCE}-version": "latest"}, 0, 1),
        ({ENFORCE: "restricted", f"{ENFORCE}-version": "v1.37"}, 0, 0),
        ({ENFORCE: "restrict", f"{ENFORCE}-version": "1.37"}, 2, 0),
        ({ENFORCE: ["restricted"]}, 1, 0),
    ],
)
def test_a_namespace_from_elsewhere_is_advised(labels: dict[str, Any], errors: int, warnings: int) -> None:
    namespace = {"kind": "Namespace", "metadata": {"name": "x", "labels": labels}}
    findings = list(CHECKS["pod_security"](Rendered((namespace,)), None))
    severities = [problem.rule.severity for problem in findings if isinstance(problem, Finding)]
    assert severities == [Severity.ERROR] * errors + [Severity.WARNING] * warnings


@pytest.mark.parametrize(("level", "judged"), [("baseline", {"pod-host-namespaces"}), ("privileged", set())])
def test_a_namespace_from_elsewhere_is_taken_at_its_word(level: str, judged: set[str]) -> None:
    namespace = {"kind": "Namespace", "metadata": {"name": "x", "labels": {ENFORCE: level}}}
    pod = {"kind": "Pod", "metadata": {"name": "p", "namespace": "x"}, "spec": {"hostPID": True}}
    found = {
        problem.rule.id
        for problem in CHECKS["pod_security"](Rendered((namespace, pod)), None)
        if isinstance(problem, Finding)
    }
    assert found - {"namespace-pod-security"} == judged


@pytest.mark.parametrize("strange", [None, 7, "x", [], [[]], {"x": {}}, [{"name": {}}], [None], True, {"type": []}])
@pytest.mark.parametrize(
    "path",
    [
        "spec", "spec|containers", "spec|volumes", "spec|securityContext", "spec|securityContext|sysctls", "metadata",
        "metadata|annotations", "spec|containers|0|ports", "spec|containers|0|securityContext",
        "spec|containers|0|securityContext|capabilities", "spec|containers|0|securityContext|capabilities|drop",
        "spec|containers|0|securityContext|seccompProfile", "spec|containers|0|securityContext|seLinuxOptions",
        "spec|containers|0|livenessProbe", "spec|os", "spec|volumes|0",
    ],
)  # fmt: skip
def test_strange_pods_are_judged_too(path: str, strange: Any) -> None:
    context = {"capabilities": {"drop": ["ALL"]}, "seccompProfile": {}, "seLinuxOptions": {}}
    container = {"name": "x", "securityContext": context, "livenessProbe": {}, "ports": []}
    spec = {"containers": [container], "volumes": [{"name": "x"}], "securityContext": {}}
    pod = {"kind": "Pod", "metadata": {"name": "p"}, "spec": spec}
    broken = changed("Pod/p", path, strange, Rendered((pod,)))
    for document in broken.kubernetes:
        list(CHECKS["pod_security"](Rendered((document,)), None))
