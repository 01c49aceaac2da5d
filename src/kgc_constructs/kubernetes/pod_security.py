"""What every pod and container gives up, so that the "restricted" Pod Security Standard admits it.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
"""

from __future__ import annotations

from kgc_constructs.kubernetes.plus import k8s

__all__ = ["container_security", "pod_security"]

_USER = 10_001  # above the users that a node knows, so that a breakout meets no namesake there


def pod_security() -> k8s.PodSecurityContext:
    """No root, and the runtime's seccomp profile for every container, injected ones included."""
    return k8s.PodSecurityContext(
        run_as_non_root=True,
        run_as_user=_USER,
        run_as_group=_USER,
        fs_group=_USER,
        fs_group_change_policy="OnRootMismatch",  # a ledger of many files would otherwise delay every start
        seccomp_profile=k8s.SeccompProfile(type="RuntimeDefault"),
    )


def container_security() -> k8s.SecurityContext:
    """No capabilities (the ports are above 1023), no escalation, and a root file system that nobody can change."""
    return k8s.SecurityContext(
        allow_privilege_escalation=False,
        capabilities=k8s.Capabilities(drop=["ALL"]),
        privileged=False,
        read_only_root_filesystem=True,
        run_as_non_root=True,
        run_as_user=_USER,
        run_as_group=_USER,
    )
