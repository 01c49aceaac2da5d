"""The Pod Security Standard "restricted", written down from its text, independently of what renders the pods.

https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from typing import Any

_VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
}  # fmt: skip


def violations(spec: dict[str, Any]) -> set[str]:
    """Controls that a pod breaks."""
    pod = spec.get("securityContext", {})
    found = {name for name in ("hostNetwork", "hostPID", "hostIPC") if spec.get(name)}
    for volume in spec.get("volumes", []):
        if not set(volume) - {"name"} <= _VOLUMES:
            found.add("volume types")
    for container in [*spec.get("containers", []), *spec.get("initContainers", [])]:
        own = container.get("securityContext", {})
        effective = {**pod, **own}
        capabilities = own.get("capabilities", {})
        if own.get("allowPrivilegeEscalation") is not False:
            found.add("allowPrivilegeEscalation")
        if "ALL" not in capabilities.get("drop", []) or set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            found.add("capabilities")
        if effective.get("runAsNonRoot") is not True or effective.get("runAsUser") == 0:
            found.add("runAsNonRoot")
        if effective.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
            found.add("seccompProfile")
        if own.get("privileged"):
            found.add("privileged")
        if any("hostPort" in port for port in container.get("ports", [])):
            found.add("hostPort")
    return found
