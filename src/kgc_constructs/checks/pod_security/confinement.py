"""The controls that keep on what the kernel and the runtime confine a container by."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.pod_security.contexts import (
    all_contexts,
    container_contexts,
    in_user_namespace,
    pod_context,
    runs_windows,
)
from kgc_constructs.checks.pod_security.standard import Standard
from kgc_constructs.checks.rule import Finding, Rule

__all__ = [
    "APPARMOR", "PROC_MOUNT", "SECCOMP", "SELINUX", "SYSCTLS",
    "apparmor", "proc_mount", "seccomp", "selinux", "sysctls",
]  # fmt: skip

_STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"
_PROFILES = ("RuntimeDefault", "Localhost")
_SELINUX_TYPES = {
    27: ("", "container_t", "container_init_t", "container_kvm_t"),
    31: ("container_engine_t",),
}
_SYSCTLS = {
    27: (
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_syncookies",
    ),
    29: (
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
    ),
    32: ("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"),
    37: ("net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"),
}  # fmt: skip
"""What is allowed since which version; 1.27 stands for all before."""
_USER_NAMESPACES_SINCE = 35

APPARMOR = Rule(
    id="pod-apparmor",
    title="AppArmor profiles are the runtime's or the node's",
    why="without a profile, AppArmor confines nothing",
    source=f"{_STANDARDS}#baseline (AppArmor)",
)
PROC_MOUNT = Rule(
    id="pod-proc-mount",
    title="The paths of /proc that tell of the kernel stay masked",
    why="they show and change what belongs to the node",
    source=f"{_STANDARDS}#baseline (/proc Mount Type)",
)
SECCOMP = Rule(
    id="pod-seccomp-profile",
    title="Every container has the runtime's seccomp profile, or one of the node's",
    why="every system call is open otherwise",
    source=f"{_STANDARDS}#restricted (Seccomp)",
)
SELINUX = Rule(
    id="pod-selinux",
    title="SELinux types are those of containers, without a user or role",
    why="other labels leave the container's confinement",
    source=f"{_STANDARDS}#baseline (SELinux)",
)
SYSCTLS = Rule(
    id="pod-sysctls",
    title="Pods set only kernel parameters that are their own, as known to the version of the standard",
    why="other kernel parameters concern the whole node",
    source=f"{_STANDARDS}#baseline (Sysctls)",
)


def apparmor(pod: Pod, _: Standard) -> Iterator[Finding]:
    """Baseline, every version: fields, and the annotations from before there were fields."""
    for path, context in all_contexts(pod):
        profile = context.get("appArmorProfile")
        if profile is not None and at(profile, "type") not in _PROFILES:
            allowed = f"{' or '.join(_PROFILES)}, or nothing"
            yield pod.finding(APPARMOR, f"{path}.appArmorProfile.type", at(profile, "type"), allowed)
    for key, value in pod.annotations.items():
        known = value in ("", "runtime/default") or str(value).startswith("localhost/")
        if str(key).startswith(_ANNOTATION) and not known:
            yield pod.finding(APPARMOR, f"metadata.annotations.{key}", value, "runtime/default or localhost/…")


def proc_mount(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Baseline; since 1.35 a pod in a user namespace may, where only baseline is asked for."""
    relaxed = standard.version >= _USER_NAMESPACES_SINCE and in_user_namespace(pod)
    if relaxed and not standard.restricted:
        return
    for path, context in container_contexts(pod):
        if context.get("procMount") not in (None, "Default"):
            yield pod.finding(PROC_MOUNT, f"{path}.procMount", context["procMount"], "Default")


def seccomp(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted: said for each container or the whole pod, except on Windows. Baseline: not switched off."""
    if standard.restricted and runs_windows(pod):
        return
    allowed = " or ".join(_PROFILES)
    for path, context in all_contexts(pod):
        profile = context.get("seccompProfile")
        if profile is not None and at(profile, "type") not in _PROFILES:
            yield pod.finding(SECCOMP, f"{path}.seccompProfile.type", at(profile, "type"), allowed)
    if standard.restricted and pod_context(pod).get("seccompProfile") is None:
        for path, context in container_contexts(pod):
            if context.get("seccompProfile") is None:
                yield pod.finding(SECCOMP, f"{path}.seccompProfile.type", None, f"{allowed}, here or for the pod")


def selinux(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Baseline; `container_engine_t` since 1.31."""
    types = _known(_SELINUX_TYPES, standard)
    for path, context in all_contexts(pod):
        options = mapping(context.get("seLinuxOptions"))
        if (options.get("type") or "") not in types or options.get("user") or options.get("role"):
            allowed = f"type {', '.join(filter(None, types))} or none, no user, no role"
            yield pod.finding(SELINUX, f"{path}.seLinuxOptions", options, allowed)


def sysctls(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Baseline; the list grew in 1.27, 1.29, 1.32 and 1.37."""
    allowed = _known(_SYSCTLS, standard)
    for sysctl in mappings(pod_context(pod).get("sysctls")):
        if sysctl.get("name") not in allowed:
            path = "spec.securityContext.sysctls"
            yield pod.finding(SYSCTLS, path, sysctl.get("name"), ", ".join(sorted(allowed)))


def _known(since: dict[int, tuple[str, ...]], standard: Standard) -> tuple[str, ...]:
    version = max(standard.version, min(since))
    return tuple(name for first, names in since.items() if first <= version for name in names)
