"""Pod Security Standards, level "restricted": what the namespace enforces, met by every pod.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.pod_security.pod_security_containers import check_container
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
}  # fmt: skip
_SYSCTLS = {
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_syncookies",
}  # fmt: skip
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_LABEL = "pod-security.kubernetes.io/"


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """The namespace enforces "restricted" in the pinned version, and every pod and container meets it."""
    for namespace in rendered.of_kind("Namespace"):
        labels = mapping(at(namespace, "metadata.labels"))
        for mode in ("audit", "enforce", "warn"):
            for key, wanted in (
                (f"{_LABEL}{mode}", "restricted"),
                (f"{_LABEL}{mode}-version", environment.pod_security_version),
            ):
                if labels.get(key) != wanted:
                    reason = "admission judges pods by this label"
                    yield in_object(namespace, f"metadata.labels.{key}", labels.get(key), wanted, reason)
    for pod in pods(rendered):
        yield from _check_pod(pod)
        for path, container in pod.containers():
            yield from check_container(pod, path, container)


def _check_pod(pod: Pod) -> Iterator[Problem]:
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.spec.get(name):
            yield pod.problem(f"spec.{name}", True, "false", "the pod would share what belongs to the node")
    for volume in pod.volumes():
        for kind in sorted(set(volume) - {"name"} - _VOLUMES):
            path = f"spec.volumes.{volume.get('name')}.{kind}"
            yield pod.problem(path, kind, ", ".join(sorted(_VOLUMES)), "other volumes reach the node or its network")
    for sysctl in mappings(at(pod.spec, "securityContext.sysctls")):
        if sysctl.get("name") not in _SYSCTLS:
            reason = "other kernel parameters concern the whole node"
            yield pod.problem("spec.securityContext.sysctls", sysctl.get("name"), "a safe sysctl", reason)
    for key, value in pod.annotations.items():
        if key.startswith(_APPARMOR) and value != "runtime/default" and not str(value).startswith("localhost/"):
            yield pod.problem(f"metadata.annotations.{key}", value, "runtime/default or localhost/…", "AppArmor is off")
