"""The controls that keep a process from being, or becoming, root."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mapping, texts
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
    "CAPABILITIES", "ESCALATION", "NON_ROOT", "PRIVILEGED", "ROOT_USER",
    "capabilities", "escalation", "non_root", "privileged", "root_user",
]  # fmt: skip

_STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
_USER_NAMESPACES_SINCE = 35
_DEFAULT_CAPABILITIES = {
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
    "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}  # fmt: skip

PRIVILEGED = Rule(
    id="pod-privileged",
    title="No container is privileged",
    why="a privileged container is root on the node",
    source=f"{_STANDARDS}#baseline (Privileged Containers)",
)
CAPABILITIES = Rule(
    id="pod-capabilities",
    title="Containers drop all capabilities and add none but NET_BIND_SERVICE",
    why="each capability is a part of what root may do",
    source=f"{_STANDARDS}#restricted (Capabilities)",
)
ESCALATION = Rule(
    id="pod-privilege-escalation",
    title="Containers say that no process may gain more rights than its parent",
    why="a setuid program in the image would make anybody root",
    source=f"{_STANDARDS}#restricted (Privilege Escalation)",
)
NON_ROOT = Rule(
    id="pod-run-as-non-root",
    title="Pods or their containers say that they never run as root",
    why="otherwise the image decides, and most images start as root",
    source=f"{_STANDARDS}#restricted (Running as Non-root)",
)
ROOT_USER = Rule(
    id="pod-run-as-user",
    title="Nothing runs as user 0",
    why="0 is root",
    source=f"{_STANDARDS}#restricted (Running as Non-root user)",
)


def privileged(pod: Pod, _: Standard) -> Iterator[Finding]:
    """Baseline, every version."""
    for path, context in container_contexts(pod):
        if context.get("privileged"):
            yield pod.finding(PRIVILEGED, f"{path}.privileged", context["privileged"], "false")


def capabilities(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted: drop ALL, except on Windows. Baseline: add none that a runtime does not give anyway."""
    if standard.restricted and runs_windows(pod):
        return
    for path, context in container_contexts(pod):
        given = mapping(context.get("capabilities"))
        if standard.restricted and "ALL" not in texts(given.get("drop")):
            reason = "some of root's rights remain"
            yield pod.finding(CAPABILITIES, f"{path}.capabilities.drop", given.get("drop"), "[ALL]", reason)
        allowed = {"NET_BIND_SERVICE"} if standard.restricted else _DEFAULT_CAPABILITIES
        for added in texts(given.get("add")):
            if added not in allowed:
                words = f"{', '.join(sorted(allowed))} or nothing"
                yield pod.finding(CAPABILITIES, f"{path}.capabilities.add", added, words)


def escalation(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted, except on Windows."""
    if not standard.restricted or runs_windows(pod):
        return
    for path, context in container_contexts(pod):
        value = context.get("allowPrivilegeEscalation")
        if value is not False:
            yield pod.finding(ESCALATION, f"{path}.allowPrivilegeEscalation", value, "false")


def non_root(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted; since 1.35 root of a user namespace of the pod's own is allowed."""
    if not standard.restricted or _harmless_root(pod, standard):
        return
    whole = pod_context(pod).get("runAsNonRoot")
    if whole is not None and whole is not True:
        yield pod.finding(NON_ROOT, "spec.securityContext.runAsNonRoot", whole, "true")
    for path, context in container_contexts(pod):
        own = context.get("runAsNonRoot")
        if (whole if own is None else own) is not True:
            yield pod.finding(NON_ROOT, f"{path}.runAsNonRoot", own, "true")


def root_user(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted; since 1.35 root of a user namespace of the pod's own is allowed."""
    if not standard.restricted or _harmless_root(pod, standard):
        return
    for path, context in all_contexts(pod):
        if context.get("runAsUser") == 0:
            yield pod.finding(ROOT_USER, f"{path}.runAsUser", 0, "any other user, or none")


def _harmless_root(pod: Pod, standard: Standard) -> bool:
    return standard.version >= _USER_NAMESPACES_SINCE and in_user_namespace(pod)
