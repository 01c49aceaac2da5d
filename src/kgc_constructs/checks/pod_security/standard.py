"""Which level and version of the Pod Security Standards a namespace holds its pods to.

Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kgc_constructs.settings import Environment

__all__ = ["BASELINE", "LABEL", "LATEST", "LEVELS", "PRIVILEGED", "RESTRICTED", "Standard", "minor", "standard_of"]

LABEL = "pod-security.kubernetes.io/"
PRIVILEGED, BASELINE, RESTRICTED = LEVELS = ("privileged", "baseline", "restricted")
LATEST = 37
"""The newest minor version of Kubernetes that is known here; a newer label means this one."""

_VERSION = re.compile(r"v1\.(0|[1-9][0-9]*)")


@dataclass(frozen=True)
class Standard:
    """A level, and the minor version of Kubernetes whose definition of it counts."""

    level: str = RESTRICTED
    version: int = LATEST

    @property
    def restricted(self) -> bool:
        """Whether it is the strictest level."""
        return self.level == RESTRICTED


def minor(version: object) -> int | None:
    """What `v1.32` or `latest` stands for; None for anything else."""
    if version == "latest":
        return LATEST
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    return min(int(match[1]), LATEST) if match else None


def standard_of(labels: Mapping[str, Any], environment: Environment | None) -> Standard:
    """What pods of a namespace with these labels are judged by.

    Ours are always restricted. A namespace from elsewhere that says less is taken at its word, because its pods may
    need what the standard forbids; one that says nothing gets the strictest.
    """
    version = minor(labels.get(f"{LABEL}enforce-version"))
    if version is None and environment is not None:
        version = minor(environment.pod_security_version)
    level = labels.get(f"{LABEL}enforce") if environment is None else RESTRICTED
    return Standard(level if level in LEVELS else RESTRICTED, LATEST if version is None else version)
