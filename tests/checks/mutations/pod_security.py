"""Each control of the Pod Security Standards, broken in several ways."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, Mutation, of_rule

__all__ = ["MUTATIONS"]

SIDECAR, ROTATION = "Deployment", "CronJob"
POD, JOB = "spec|template|spec", "spec|jobTemplate|spec|template|spec"
CONTAINER = f"{POD}|containers|kgc-sidecar"
SECURITY, WHOLE = f"{CONTAINER}|securityContext", f"{POD}|securityContext"
JOB_CONTAINER = f"{JOB}|containers|rotation"
JOB_SECURITY, JOB_WHOLE = f"{JOB_CONTAINER}|securityContext", f"{JOB}|securityContext"
ANNOTATION = "spec|template|metadata|annotations|container.apparmor.security.beta.kubernetes.io/kgc-sidecar"
LABEL = "metadata|labels|pod-security.kubernetes.io/"
SINCE_1_34 = ("plain load balancer, certificate for CloudFront",)


def _init(**fields: Any) -> list[dict[str, Any]]:
    """An init container that meets the standard but for these fields."""
    context = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True}
    return [{"name": "init", "image": "registry.example.com/init:1", "securityContext": context, **fields}]


def _volume(**source: Any) -> dict[str, Any]:
    return {"name": "more", **source}


def _sysctl(name: str) -> list[dict[str, str]]:
    return [{"name": name, "value": "1"}]


MUTATIONS: tuple[Mutation, ...] = (
    *of_rule(
        "pod-host-namespaces",
        ("the node's network", SIDECAR, f"{POD}|hostNetwork", True),
        ("the node's processes", SIDECAR, f"{POD}|hostPID", True),
        ("the node's memory", SIDECAR, f"{POD}|hostIPC", True),
        ("the node's network for the job", ROTATION, f"{JOB}|hostNetwork", True),
        ("the node's processes for the job", ROTATION, f"{JOB}|hostPID", True),
    ),
    *of_rule(
        "pod-host-ports",
        ("a port of the node", SIDECAR, f"{CONTAINER}|ports|http|hostPort", 3000),
        ("another port of the node", SIDECAR, f"{CONTAINER}|ports|metrics|hostPort", 80),
        ("a new port", SIDECAR, f"{CONTAINER}|ports|+", {"name": "more", "containerPort": 9, "hostPort": 9}),
        ("of the job", ROTATION, f"{JOB_CONTAINER}|ports", [{"containerPort": 9, "hostPort": 9}]),
        ("of an init container", SIDECAR, f"{POD}|initContainers", _init(ports=[{"containerPort": 9, "hostPort": 1}])),
    ),
    *of_rule(
        "pod-windows-host-process",
        ("a container", SIDECAR, f"{SECURITY}|windowsOptions", {"hostProcess": True}),
        ("the pod", SIDECAR, f"{WHOLE}|windowsOptions", {"hostProcess": True}),
        ("the job's container", ROTATION, f"{JOB_SECURITY}|windowsOptions", {"hostProcess": True}),
        ("the job's pod", ROTATION, f"{JOB_WHOLE}|windowsOptions|hostProcess", True),
        (
            "an init container",
            SIDECAR,
            f"{POD}|initContainers",
            _init(securityContext={"windowsOptions": {"hostProcess": True}}),
        ),
    ),
    *of_rule(
        "pod-probe-hosts",
        ("liveness elsewhere", SIDECAR, f"{CONTAINER}|livenessProbe|httpGet|host", "10.0.0.1"),
        ("readiness elsewhere", SIDECAR, f"{CONTAINER}|readinessProbe|httpGet|host", "localhost"),
        ("start-up elsewhere", SIDECAR, f"{CONTAINER}|startupProbe|tcpSocket", {"host": "10.0.0.1", "port": 1}),
        ("a hook before the stop", SIDECAR, f"{CONTAINER}|lifecycle|preStop|httpGet", {"host": "x.example.com"}),
        ("a hook after the start", SIDECAR, f"{CONTAINER}|lifecycle|postStart|tcpSocket", {"host": "10.0.0.1"}),
        environments=SINCE_1_34,
    ),
    *of_rule(
        "pod-volume-types",
        ("a path of the node", SIDECAR, f"{POD}|volumes|+", _volume(hostPath={"path": "/"})),
        ("a disk of the network", SIDECAR, f"{POD}|volumes|+", _volume(nfs={"server": "x", "path": "/"})),
        ("a repository", SIDECAR, f"{POD}|volumes|+", _volume(gitRepo={"repository": "https://example.com"})),
        ("the configuration from the node", SIDECAR, f"{POD}|volumes|config", _volume(hostPath={"path": "/etc"})),
        ("a path of the node for the job", ROTATION, f"{JOB}|volumes|tmp", _volume(hostPath={"path": "/var"})),
        ("a type that is misspelt", SIDECAR, f"{POD}|volumes|+", _volume(emptydir={})),
    ),
    *of_rule(
        "pod-capabilities",
        ("keep all", SIDECAR, f"{SECURITY}|capabilities", ABSENT),
        ("drop one only", SIDECAR, f"{SECURITY}|capabilities|drop", ["NET_RAW"]),
        ("drop nothing", SIDECAR, f"{SECURITY}|capabilities|drop", []),
        ("add one", SIDECAR, f"{SECURITY}|capabilities|add", ["SYS_ADMIN"]),
        ("add one that a runtime gives", SIDECAR, f"{SECURITY}|capabilities|add", ["NET_BIND_SERVICE", "CHOWN"]),
        ("in small letters", ROTATION, f"{JOB_SECURITY}|capabilities|drop", ["all"]),
        ("for the pod, where it means nothing", SIDECAR, f"{SECURITY}", {"allowPrivilegeEscalation": False}),
    ),
    *of_rule(
        "pod-privilege-escalation",
        ("say nothing", SIDECAR, f"{SECURITY}|allowPrivilegeEscalation", ABSENT),
        ("allow it", SIDECAR, f"{SECURITY}|allowPrivilegeEscalation", True),
        ("say nothing for the job", ROTATION, f"{JOB_SECURITY}|allowPrivilegeEscalation", ABSENT),
        ("no security context", SIDECAR, SECURITY, ABSENT),
        ("an init container that says nothing", SIDECAR, f"{POD}|initContainers", _init(securityContext={})),
        ("an old container of the pod", SIDECAR, f"{POD}|ephemeralContainers", _init(securityContext={})),
    ),
    *of_rule(
        "pod-run-as-non-root",
        ("root allowed by the container", SIDECAR, f"{SECURITY}|runAsNonRoot", False),
        ("root allowed by the pod", SIDECAR, f"{WHOLE}|runAsNonRoot", False),
        ("root allowed by the job", ROTATION, f"{JOB_SECURITY}|runAsNonRoot", False),
        ("root allowed by the job's pod", ROTATION, f"{JOB_WHOLE}|runAsNonRoot", False),
        ("nothing for the pod, and a new container", SIDECAR, POD, lambda spec: {
            **spec, "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}, "initContainers": _init(),
        }),
    ),
    *of_rule(
        "pod-privileged",
        ("the container", SIDECAR, f"{SECURITY}|privileged", True),
        ("the job", ROTATION, f"{JOB_SECURITY}|privileged", True),
        ("swap for everything else", SIDECAR, SECURITY, {"privileged": True}),
        ("an init container", SIDECAR, f"{POD}|initContainers", _init(securityContext={"privileged": True})),
        ("one for debugging", SIDECAR, f"{POD}|ephemeralContainers", _init(securityContext={"privileged": True})),
    ),
    *of_rule(
        "pod-run-as-user",
        ("root in the container", SIDECAR, f"{SECURITY}|runAsUser", 0),
        ("root in the pod", SIDECAR, f"{WHOLE}|runAsUser", 0),
        ("root in the job", ROTATION, f"{JOB_SECURITY}|runAsUser", 0),
        ("root in the job's pod", ROTATION, f"{JOB_WHOLE}|runAsUser", 0),
        ("root in an init container", SIDECAR, f"{POD}|initContainers", _init(securityContext={"runAsUser": 0})),
    ),
    *of_rule(
        "pod-apparmor",
        ("off in the container", SIDECAR, f"{SECURITY}|appArmorProfile", {"type": "Unconfined"}),
        ("off in the pod", SIDECAR, f"{WHOLE}|appArmorProfile", {"type": "Unconfined"}),
        ("off by annotation", SIDECAR, ANNOTATION, "unconfined"),
        ("an annotation that is misspelt", SIDECAR, ANNOTATION, "runtime-default"),
        ("the job's, in small letters", ROTATION, f"{JOB_SECURITY}|appArmorProfile", {"type": "runtimeDefault"}),
    ),
    *of_rule(
        "pod-proc-mount",
        ("unmasked", SIDECAR, f"{SECURITY}|procMount", "Unmasked"),
        ("unmasked for the job", ROTATION, f"{JOB_SECURITY}|procMount", "Unmasked"),
        ("misspelt", SIDECAR, f"{SECURITY}|procMount", "default"),
        ("an init container", SIDECAR, f"{POD}|initContainers", _init(securityContext={"procMount": "Unmasked"})),
        ("one for debugging", SIDECAR, f"{POD}|ephemeralContainers", _init(securityContext={"procMount": "Un"})),
    ),
    *of_rule(
        "pod-seccomp-profile",
        ("nothing said", SIDECAR, f"{WHOLE}|seccompProfile", ABSENT),
        ("off in the pod", SIDECAR, f"{WHOLE}|seccompProfile|type", "Unconfined"),
        ("off in the container", SIDECAR, f"{SECURITY}|seccompProfile", {"type": "Unconfined"}),
        ("misspelt", SIDECAR, f"{WHOLE}|seccompProfile|type", "runtime/default"),
        ("nothing said for the job", ROTATION, f"{JOB_WHOLE}|seccompProfile", ABSENT),
        ("no type", ROTATION, f"{JOB_SECURITY}|seccompProfile", {}),
    ),
    *of_rule(
        "pod-selinux",
        ("a type of the node", SIDECAR, f"{SECURITY}|seLinuxOptions", {"type": "spc_t"}),
        ("a role", SIDECAR, f"{SECURITY}|seLinuxOptions", {"type": "container_t", "role": "sysadm_r"}),
        ("a user", SIDECAR, f"{WHOLE}|seLinuxOptions", {"user": "system_u"}),
        ("a type that is misspelt", SIDECAR, f"{WHOLE}|seLinuxOptions", {"type": "container"}),
        ("a role of the job", ROTATION, f"{JOB_WHOLE}|seLinuxOptions", {"role": "sysadm_r"}),
    ),
    *of_rule(
        "pod-sysctls",
        ("one of the node's", SIDECAR, f"{WHOLE}|sysctls", _sysctl("kernel.msgmax")),
        ("one of a later version", SIDECAR, f"{WHOLE}|sysctls", _sysctl("net.ipv4.tcp_notsent_lowat")),
        ("one that is misspelt", SIDECAR, f"{WHOLE}|sysctls", _sysctl("net.ipv4.tcp_syncookie")),
        ("one of the node's for the job", ROTATION, f"{JOB_WHOLE}|sysctls", _sysctl("vm.swappiness")),
        ("one that is safe and one that is not", SIDECAR, f"{WHOLE}|sysctls", [
            *_sysctl("net.ipv4.tcp_syncookies"), *_sysctl("net.core.somaxconn"),
        ]),
    ),
    *of_rule(
        "namespace-pod-security",
        ("not enforced", "Namespace", f"{LABEL}enforce", ABSENT),
        ("less enforced", "Namespace", f"{LABEL}enforce", "baseline"),
        ("a level that is misspelt", "Namespace", f"{LABEL}enforce", "Restricted"),
        ("no version", "Namespace", f"{LABEL}enforce-version", ABSENT),
        ("a version shifted by one", "Namespace", f"{LABEL}warn-version", "v1.31"),
        ("the newest version", "Namespace", f"{LABEL}audit-version", "latest"),
        ("no warning", "Namespace", f"{LABEL}warn", ABSENT),
    ),
)  # fmt: skip
