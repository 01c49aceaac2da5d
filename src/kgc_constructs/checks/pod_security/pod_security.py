"""The complete Pod Security Standards, by level and version, and the labels by which a namespace enforces them.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.pod_security import confinement, node, privileges
from kgc_constructs.checks.pod_security.namespaces import NAMESPACE, check_namespaces
from kgc_constructs.checks.pod_security.standard import PRIVILEGED, Standard, standard_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check", "judge"]

_CONTROLS = {
    node.HOST_NAMESPACES: node.host_namespaces,
    node.HOST_PORTS: node.host_ports,
    node.HOST_PROCESS: node.host_process,
    node.PROBE_HOSTS: node.probe_hosts,
    node.VOLUME_TYPES: node.volume_types,
    privileges.CAPABILITIES: privileges.capabilities,
    privileges.ESCALATION: privileges.escalation,
    privileges.NON_ROOT: privileges.non_root,
    privileges.PRIVILEGED: privileges.privileged,
    privileges.ROOT_USER: privileges.root_user,
    confinement.APPARMOR: confinement.apparmor,
    confinement.PROC_MOUNT: confinement.proc_mount,
    confinement.SECCOMP: confinement.seccomp,
    confinement.SELINUX: confinement.selinux,
    confinement.SYSCTLS: confinement.sysctls,
}
RULES: tuple[Rule, ...] = (*_CONTROLS, NAMESPACE)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every namespace's labels, and every pod by what its namespace holds it to."""
    yield from check_namespaces(rendered, environment)
    labels = {name_of(each): mapping(at(each, "metadata.labels")) for each in rendered.of_kind("Namespace")}
    for pod in pods(rendered):
        yield from judge(pod, standard_of(labels.get(pod.namespace, {}), environment))


def judge(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Everything in `pod` that the standard forbids."""
    if standard.level != PRIVILEGED:
        for control in _CONTROLS.values():
            yield from control(pod, standard)
