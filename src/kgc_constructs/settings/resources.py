"""How much CPU, memory and scratch space one sidecar asks for and may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.quantities import Cpu, Memory, cores, mebibytes
from kgc_constructs.settings.reaches import Reaches

__all__ = ["Resources"]


def _reaches(path: str, original: str = "") -> Reaches:
    return Reaches(
        f"Deployment:*.containers.kgc-sidecar.resources.{path}", "ResourceQuota:spec.hard.*", original=original
    )


class Resources(Settings):
    """Requests and limits of the sidecar's own container."""

    cpu_request: Annotated[Cpu, _reaches("requests.cpu", "resources.requests.cpu")] = "250m"
    """CPU the scheduler sets aside; the autoscaler measures against it."""

    cpu_limit: Annotated[Cpu, _reaches("limits.cpu", "resources.limits.cpu")] = "500m"
    """CPU above which the container is throttled."""

    memory_request: Annotated[Memory, _reaches("requests.memory", "resources.requests.memory")] = "256Mi"
    """Memory the scheduler sets aside."""

    memory_limit: Annotated[Memory, _reaches("limits.memory", "resources.limits.memory")] = "512Mi"
    """Memory above which the container is killed."""

    ephemeral_storage_request: Annotated[Memory, _reaches("requests.ephemeral-storage")] = "128Mi"
    """Scratch space the scheduler sets aside."""

    ephemeral_storage_limit: Annotated[Memory, _reaches("limits.ephemeral-storage")] = "512Mi"
    """Scratch space and logs above which the pod is evicted."""

    scratch_size: Annotated[Memory, Reaches("Deployment:*.volumes.*.emptyDir.sizeLimit")] = "64Mi"
    """Size of each writable folder (`/tmp` and `/app/data`) of the otherwise read-only container."""

    def relations(self) -> Iterator[Problem]:
        """A request is at most its limit (Kubernetes API validation), and the folders fit into the scratch space."""
        pairs = (
            ("cpu", self.cpu_request, self.cpu_limit, cores(self.cpu_request) <= cores(self.cpu_limit)),
            ("memory", self.memory_request, self.memory_limit, _fits(self.memory_request, self.memory_limit)),
            (
                "ephemeral_storage",
                self.ephemeral_storage_request,
                self.ephemeral_storage_limit,
                _fits(self.ephemeral_storage_request, self.ephemeral_storage_limit),
            ),
        )
        for name, request, limit, good in pairs:
            if not good:
                yield Problem(
                    field=f"{name}_request",
                    value=request,
                    allowed=f"at most {name}_limit ({limit})",
                    reason="the API server refuses a request above its limit",
                    depends_on=(f"{name}_limit",),
                )
        if 2 * mebibytes(self.scratch_size) > mebibytes(self.ephemeral_storage_limit):
            yield Problem(
                field="scratch_size",
                value=self.scratch_size,
                allowed=f"at most half of ephemeral_storage_limit ({self.ephemeral_storage_limit})",
                reason="two folders of this size count as the container's scratch space; a full one evicts the pod",
                depends_on=("ephemeral_storage_limit",),
            )


def _fits(request: str, limit: str) -> bool:
    return mebibytes(request) <= mebibytes(limit)
