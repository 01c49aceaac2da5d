"""Each control of the "restricted" Pod Security Standard, broken once."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed

POD = "spec|template|spec"
CONTAINER = f"{POD}|containers|kgc-sidecar"
SECURITY = f"{CONTAINER}|securityContext"
APPARMOR = "spec|template|metadata|annotations|container.apparmor.security.beta.kubernetes.io/"

CASES: dict[str, Case] = {
    "host network": Case(SIDECAR, f"{POD}|hostNetwork", True, "spec.hostNetwork"),
    "host processes": Case(SIDECAR, f"{POD}|hostPID", True, "spec.hostPID"),
    "host memory": Case(SIDECAR, f"{POD}|hostIPC", True, "spec.hostIPC"),
    "host path": Case(SIDECAR, f"{POD}|volumes|+", {"name": "x", "hostPath": {"path": "/"}}, "volumes.x.hostPath"),
    "unsafe sysctl": Case(
        SIDECAR, f"{POD}|securityContext|sysctls", [{"name": "kernel.msgmax", "value": "1"}], "sysctls"
    ),
    "AppArmor off": Case(
        SIDECAR,
        "spec|template|metadata|annotations|container.apparmor.security.beta.kubernetes.io/kgc-sidecar",
        "unconfined",
        "apparmor",
    ),
    "AppArmor off by field": Case(SIDECAR, f"{SECURITY}|appArmorProfile", {"type": "Unconfined"}, "appArmorProfile"),
    "privileged": Case(SIDECAR, f"{SECURITY}|privileged", True, "kgc-sidecar.securityContext.privileged"),
    "escalation allowed": Case(SIDECAR, f"{SECURITY}|allowPrivilegeEscalation", True, "allowPrivilegeEscalation"),
    "escalation not forbidden": Case(SIDECAR, f"{SECURITY}|allowPrivilegeEscalation", ABSENT, "allowPrivilegeEscal"),
    "nobody said not root": Case(SIDECAR, f"{POD}|securityContext|runAsNonRoot", ABSENT, "runAsNonRoot"),
    "a container as root": Case(SIDECAR, f"{SECURITY}|runAsNonRoot", False, "runAsNonRoot"),
    "user 0": Case(SIDECAR, f"{SECURITY}|runAsUser", 0, "runAsUser"),
    "user 0 of the pod": Case(SIDECAR, f"{POD}|securityContext|runAsUser", 0, "runAsUser"),
    "capabilities kept": Case(SIDECAR, f"{SECURITY}|capabilities|drop", ["NET_RAW"], "capabilities.drop"),
    "capability added": Case(SIDECAR, f"{SECURITY}|capabilities|add", ["SYS_ADMIN"], "capabilities.add"),
    "seccomp missing": Case(SIDECAR, f"{POD}|securityContext|seccompProfile", ABSENT, "seccompProfile"),
    "seccomp off": Case(SIDECAR, f"{SECURITY}|seccompProfile", {"type": "Unconfined"}, "seccompProfile"),
    "unmasked /proc": Case(SIDECAR, f"{SECURITY}|procMount", "Unmasked", "procMount"),
    "process of the node": Case(SIDECAR, f"{SECURITY}|windowsOptions", {"hostProcess": True}, "hostProcess"),
    "SELinux type": Case(SIDECAR, f"{SECURITY}|seLinuxOptions", {"type": "spc_t"}, "seLinuxOptions"),
    "SELinux role": Case(SIDECAR, f"{SECURITY}|seLinuxOptions", {"role": "sysadm_r"}, "seLinuxOptions"),
    "SELinux user": Case(SIDECAR, f"{POD}|securityContext|seLinuxOptions", {"user": "root"}, "seLinuxOptions"),
    "port of the node": Case(SIDECAR, f"{CONTAINER}|ports|http|hostPort", 3000, "ports.http.hostPort"),
    "an init container": Case(SIDECAR, f"{POD}|initContainers", [{"name": "init"}], "initContainers.init"),
    "the job's pod": Case(
        "CronJob/kgc-sidecar-rotation", "spec|jobTemplate|spec|template|spec|hostNetwork", True, "jobTemplate.spec"
    ),
    "not enforced": Case(
        "Namespace/kgc-sidecar", "metadata|labels|pod-security.kubernetes.io/enforce", "baseline", "enforce"
    ),
    "another version": Case(
        "Namespace/kgc-sidecar", "metadata|labels|pod-security.kubernetes.io/warn-version", "latest", "warn-version"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_control_is_held(case: str) -> None:
    assert_reported("pod_security", CASES[case])


ALLOWED: dict[str, tuple[str, Any]] = {
    "a safe sysctl": (f"{POD}|securityContext|sysctls", [{"name": "net.ipv4.tcp_syncookies", "value": "1"}]),
    "the runtime's AppArmor profile": (f"{APPARMOR}kgc-sidecar", "runtime/default"),
    "an AppArmor profile of the node": (f"{APPARMOR}kgc-sidecar", "localhost/kgc"),
    "the capability to bind low ports": (f"{SECURITY}|capabilities|add", ["NET_BIND_SERVICE"]),
    "a container's own seccomp profile": (f"{SECURITY}|seccompProfile", {"type": "Localhost", "localhostProfile": "x"}),
    "SELinux type of a container": (f"{SECURITY}|seLinuxOptions", {"type": "container_t", "level": "s0:c1"}),
    "the default /proc": (f"{SECURITY}|procMount", "Default"),
    "no port of the node": (f"{CONTAINER}|ports|http|hostPort", 0),
    "a secret as a volume": (f"{POD}|volumes|+", {"name": "s", "secret": {"secretName": "s"}}),
    "said by the container alone": (
        POD,
        lambda spec: {
            **spec,
            "securityContext": {},
            "containers": [
                {
                    **spec["containers"][0],
                    "securityContext": {
                        **spec["containers"][0]["securityContext"],
                        "runAsNonRoot": True,
                        "seccompProfile": {"type": "RuntimeDefault"},
                    },
                }
            ],
        },
    ),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_the_standard_allows_is_allowed(case: str) -> None:
    assert list(CHECKS["pod_security"](changed(SIDECAR, *ALLOWED[case]), ENVIRONMENT)) == []


def test_a_pod_that_stands_by_itself_is_judged_too() -> None:
    pod = {"kind": "Pod", "metadata": {"name": "debug"}, "spec": {"hostPID": True, "containers": []}}
    (problem,) = CHECKS["pod_security"](Rendered((pod,)), ENVIRONMENT)
    assert problem.field == "Pod/debug: spec.hostPID"
