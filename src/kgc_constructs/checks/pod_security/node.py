"""The controls that keep a pod away from what belongs to its node: namespaces, ports, files, address."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.pod_security.contexts import all_contexts
from kgc_constructs.checks.pod_security.standard import Standard
from kgc_constructs.checks.rule import Finding, Rule

__all__ = [
    "HOST_NAMESPACES", "HOST_PORTS", "HOST_PROCESS", "PROBE_HOSTS", "VOLUME_TYPES",
    "host_namespaces", "host_ports", "host_process", "probe_hosts", "volume_types",
]  # fmt: skip

_STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
_PROBE_HOSTS_SINCE = 34
_VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
}  # fmt: skip
_HANDLERS = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop")
_REQUESTS = tuple(f"{handler}.{action}" for handler in _HANDLERS for action in ("httpGet", "tcpSocket"))

HOST_NAMESPACES = Rule(
    id="pod-host-namespaces",
    title="Pods have a network, processes and memory of their own",
    why="the pod would see and change what belongs to the node and to other pods",
    source=f"{_STANDARDS}#baseline (Host Namespaces)",
)
HOST_PORTS = Rule(
    id="pod-host-ports",
    title="No container takes a port of the node",
    why="it would answer on the node's own address, past every network policy",
    source=f"{_STANDARDS}#baseline (Host Ports)",
)
HOST_PROCESS = Rule(
    id="pod-windows-host-process",
    title="No container is a process of a Windows node",
    why="such a container is administrator on the node",
    source=f"{_STANDARDS}#baseline (HostProcess)",
)
PROBE_HOSTS = Rule(
    id="pod-probe-hosts",
    title="Probes and lifecycle hooks call the pod itself, since version 1.34 of the standard",
    why="the node would send requests to any address that the pod's author names",
    source=f"{_STANDARDS}#baseline (Host Probes / Lifecycle Hooks)",
)
VOLUME_TYPES = Rule(
    id="pod-volume-types",
    title="Volumes are of the types that cannot reach the node",
    why="a path of the node, or a disk that the pod's author names, is outside of what the cluster's owner controls",
    source=f"{_STANDARDS}#restricted (Volume Types)",
)


def host_namespaces(pod: Pod, _: Standard) -> Iterator[Finding]:
    """Baseline, every version."""
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.spec.get(name):
            yield pod.finding(HOST_NAMESPACES, f"spec.{name}", pod.spec[name], "false")


def host_ports(pod: Pod, _: Standard) -> Iterator[Finding]:
    """Baseline, every version."""
    for path, container in pod.containers():
        for port in mappings(container.get("ports")):
            if port.get("hostPort"):
                which = port.get("name") or port.get("containerPort")
                yield pod.finding(HOST_PORTS, f"{path}.ports.{which}.hostPort", port["hostPort"], "nothing")


def host_process(pod: Pod, _: Standard) -> Iterator[Finding]:
    """Baseline, every version."""
    for path, context in all_contexts(pod):
        if value := at(context, "windowsOptions.hostProcess"):
            yield pod.finding(HOST_PROCESS, f"{path}.windowsOptions.hostProcess", value, "false")


def probe_hosts(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Baseline since 1.34."""
    if standard.version < _PROBE_HOSTS_SINCE:
        return
    for path, container in pod.containers():
        for request in _REQUESTS:
            if host := at(container, f"{request}.host"):
                yield pod.finding(PROBE_HOSTS, f"{path}.{request}.host", host, "nothing, which means the pod itself")


def volume_types(pod: Pod, standard: Standard) -> Iterator[Finding]:
    """Restricted: only some types. Baseline: no path of the node."""
    for volume in pod.volumes():
        kinds = {str(kind) for kind, source in volume.items() if kind != "name" and source is not None}
        path = f"spec.volumes.{volume.get('name')}"
        if not standard.restricted:
            if "hostPath" in kinds:
                yield pod.finding(VOLUME_TYPES, f"{path}.hostPath", volume["hostPath"], "any other type of volume")
        elif not kinds & _VOLUMES:  # none at all is an emptyDir
            for kind in sorted(kinds):
                yield pod.finding(VOLUME_TYPES, f"{path}.{kind}", kind, ", ".join(sorted(_VOLUMES)))
