"""Namespaces that enforce each level and version, and what the server's admission says of a pod in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.e2e.kubernetes.asking import connection
from tests.servers.apiserver import ApiServer
from tests.servers.web import Reply, Send

__all__ = ["NAMESPACES", "Admission", "RefusedError", "admission", "namespace"]

_LABEL = "pod-security.kubernetes.io/enforce"
_VERSIONS = [f"v1.{minor}" for minor in range(27, 38)]
NAMESPACES = [("restricted", version) for version in (*_VERSIONS, "latest")] + [
    ("baseline", version) for version in ("v1.27", "v1.33", "v1.34", "v1.35", "v1.37")
]
_FORBIDDEN, _INVALID, _CONFLICT = 403, 422, 409
_VIOLATES = re.compile(r'violates PodSecurity "[^"]+": (?P<controls>.*)', re.DOTALL)
_RULES = {
    "allowPrivilegeEscalation != false": "pod-privilege-escalation",
    "forbidden AppArmor profile": "pod-apparmor",
    "forbidden AppArmor profiles": "pod-apparmor",
    "forbidden sysctls": "pod-sysctls",
    "host namespaces": "pod-host-namespaces",
    "hostPath volumes": "pod-volume-types",
    "hostPort": "pod-host-ports",
    "hostProcess": "pod-windows-host-process",
    "non-default capabilities": "pod-capabilities",
    "privileged": "pod-privileged",
    "probe or lifecycle host": "pod-probe-hosts",
    "procMount": "pod-proc-mount",
    "restricted volume types": "pod-volume-types",
    "runAsNonRoot != true": "pod-run-as-non-root",
    "runAsUser=0": "pod-run-as-user",
    "seLinuxOptions": "pod-selinux",
    "seccompProfile": "pod-seccomp-profile",
    "unrestricted capabilities": "pod-capabilities",
}
"""What the server calls a control that a pod breaks, and our rule for it."""


class RefusedError(Exception):
    """The server calls the pod invalid, so that admission is never asked."""


def namespace(level: str, version: str) -> dict[str, Any]:
    """A namespace that enforces one level in one version."""
    name = f"pods-{level}-{version.replace('.', '-')}"
    labels = {_LABEL: level, f"{_LABEL}-version": version}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


@dataclass(frozen=True)
class Admission:
    """Asks one API server over one connection."""

    send: Send

    def of_pod(self, within: str, pod: dict[str, Any]) -> set[str]:
        """The rules that the server says a new pod breaks; it is not kept.

        Raises:
            RefusedError: when the pod is no valid object.
        """
        return _broken(self.send("POST", f"/api/v1/namespaces/{within}/pods?dryRun=All&fieldValidation=Strict", pod))

    def of_more_containers(self, within: str, pod: dict[str, Any]) -> set[str]:
        """The same when an existing pod gets containers for debugging."""
        path = f"/api/v1/namespaces/{within}/pods/{pod['metadata']['name']}/ephemeralcontainers?dryRun=All"
        return _broken(self.send("PUT", path, pod))

    def make(self, path: str, document: dict[str, Any]) -> dict[str, Any]:
        """Make an object and return it; one that is there already stays."""
        reply = self.send("POST", path, document)
        assert reply.ok or reply.status == _CONFLICT, reply.body
        made: dict[str, Any] = reply.json()
        return made


@contextmanager
def admission(api: ApiServer) -> Iterator[Admission]:
    """Every namespace is there, with the account that pods run under, until the block ends."""
    with connection(api) as send:
        asking = Admission(send)
        names = []
        for level, version in NAMESPACES:
            document = namespace(level, version)
            names.append(document["metadata"]["name"])
            asking.make("/api/v1/namespaces", document)
            account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
            asking.make(f"/api/v1/namespaces/{names[-1]}/serviceaccounts", account)
        yield asking
        for name in names:
            send("DELETE", f"/api/v1/namespaces/{name}")


def _broken(reply: Reply) -> set[str]:
    if reply.ok:
        return set()
    message = reply.json()["message"]
    if reply.status == _INVALID:
        raise RefusedError(message)
    found = _VIOLATES.search(message)
    assert reply.status == _FORBIDDEN, message
    assert found, message
    return {_RULES[control] for control in _names(found["controls"])}


def _names(controls: str) -> list[str]:
    """The names in `name (detail), name (detail)`; a detail may hold anything but a closing parenthesis."""
    return [name.strip(", ") for name in re.sub(r" \([^)]*\)", "", controls).split(", ")]
