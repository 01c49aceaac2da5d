"""The controls of "restricted" that concern each container; most may also be set for the whole pod."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.errors import Problem

__all__ = ["check_container"]

_PROFILES = ("RuntimeDefault", "Localhost")
_SELINUX_TYPES = (None, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_REQUESTS = (
    "livenessProbe.httpGet", "livenessProbe.tcpSocket", "readinessProbe.httpGet", "readinessProbe.tcpSocket",
    "startupProbe.httpGet", "startupProbe.tcpSocket", "lifecycle.postStart.httpGet", "lifecycle.postStart.tcpSocket",
    "lifecycle.preStop.httpGet", "lifecycle.preStop.tcpSocket",
)  # fmt: skip


def check_container(pod: Pod, path: str, container: Document) -> Iterator[Problem]:
    """Each control that `container` does not meet."""
    own, whole = mapping(container.get("securityContext")), mapping(pod.spec.get("securityContext"))
    here = f"{path}.securityContext"

    def inherited(name: str) -> Any:
        return own[name] if own.get(name) is not None else whole.get(name)

    if own.get("privileged"):
        yield pod.problem(f"{here}.privileged", True, "false", "a privileged container is root on the node")
    if own.get("allowPrivilegeEscalation") is not False:
        value = own.get("allowPrivilegeEscalation")
        yield pod.problem(f"{here}.allowPrivilegeEscalation", value, "false", "a setuid program could become root")
    if inherited("runAsNonRoot") is not True:
        yield pod.problem(f"{here}.runAsNonRoot", inherited("runAsNonRoot"), "true", "the image decides otherwise")
    if 0 in (own.get("runAsUser"), whole.get("runAsUser")):
        yield pod.problem(f"{here}.runAsUser", 0, "any other user, or none", "0 is root")
    yield from _capabilities(pod, here, own)
    for name in ("seccompProfile", "appArmorProfile"):
        profile = at(inherited(name), "type")
        if profile not in _PROFILES and (name == "seccompProfile" or profile is not None):
            yield pod.problem(f"{here}.{name}.type", profile, " or ".join(_PROFILES), "every system call is open else")
    if own.get("procMount") not in (None, "Default"):
        yield pod.problem(f"{here}.procMount", own["procMount"], "Default", "paths of the kernel would be unmasked")
    if at(inherited("windowsOptions"), "hostProcess"):
        yield pod.problem(f"{here}.windowsOptions.hostProcess", True, "false", "it is a process of the node")
    for options in (mapping(own.get("seLinuxOptions")), mapping(whole.get("seLinuxOptions"))):
        if options.get("type") not in _SELINUX_TYPES or options.get("user") or options.get("role"):
            reason = "other labels leave the container's confinement"
            yield pod.problem(f"{here}.seLinuxOptions", options, "a container type, no user and no role", reason)
    yield from _network(pod, path, container)


def _capabilities(pod: Pod, here: str, own: Document) -> Iterator[Problem]:
    capabilities = mapping(own.get("capabilities"))
    if "ALL" not in (capabilities.get("drop") or ()):
        yield pod.problem(f"{here}.capabilities.drop", capabilities.get("drop"), "ALL", "some of root's rights remain")
    for added in capabilities.get("add") or ():
        if added != "NET_BIND_SERVICE":
            reason = "it gives the container a right of root"
            yield pod.problem(f"{here}.capabilities.add", added, "NET_BIND_SERVICE or nothing", reason)


def _network(pod: Pod, path: str, container: Document) -> Iterator[Problem]:
    for port in mappings(container.get("ports")):
        if port.get("hostPort"):
            reason = "the pod would answer on the node's own address"
            yield pod.problem(f"{path}.ports.{port.get('name')}.hostPort", port["hostPort"], "nothing", reason)
    for request in _REQUESTS:
        if host := at(container, f"{request}.host"):
            reason = "the node would send requests anywhere (restricted since 1.34)"
            yield pod.problem(f"{path}.{request}.host", host, "nothing, which means the pod itself", reason)
