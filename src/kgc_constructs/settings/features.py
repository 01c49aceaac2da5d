"""Parts of the sidecar that are on or off: ledger, conflict resolution and sandbox. Absent means off."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import DnsName
from kgc_constructs.settings.quantities import Memory
from kgc_constructs.settings.reaches import Reaches, config, environment_variable

__all__ = ["Lockchain", "Resolution", "Sandbox"]


class Lockchain(Settings):
    """The ledger, kept on a PersistentVolumeClaim at `/app/data/lockchain`."""

    storage_size: Annotated[
        Memory,
        Reaches("PersistentVolumeClaim:spec.resources.requests.storage", "ResourceQuota:spec.hard.requests.storage"),
    ] = "10Gi"
    """Size of the volume."""

    storage_class: Annotated[DnsName | None, Reaches("PersistentVolumeClaim:spec.storageClassName")] = None
    """StorageClass; none means the cluster's default."""

    access_mode: Annotated[
        Literal["ReadWriteOnce", "ReadWriteMany"], Reaches("PersistentVolumeClaim:spec.accessModes.*")
    ] = "ReadWriteMany"
    """`ReadWriteOnce` attaches to one node, so it allows one pod only."""


class Resolution(Settings):
    """Resolution of conflicting changes of several agents."""

    strategy: Annotated[
        Literal["voting", "merging", "priority", "random", "crdt"],
        Reaches(
            environment_variable("RESOLUTION_STRATEGY"), config("resolution.strategy"), original="resolution_strategy"
        ),
    ] = "voting"
    """How a conflict is decided."""

    consensus_threshold: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        Reaches(
            environment_variable("CONSENSUS_THRESHOLD"),
            config("resolution.consensusThreshold"),
            original="consensus_threshold",
        ),
    ] = 0.6
    """Share of agents that must agree."""


class Sandbox(Settings):
    """Isolation of effects."""

    timeout_ms: Annotated[
        int,
        Field(ge=1, le=300_000),
        Reaches(environment_variable("SANDBOX_TIMEOUT"), config("sandbox.timeoutMs"), original="sandbox_timeout"),
    ] = 30_000
    """Milliseconds an effect may run."""

    memory_limit_bytes: Annotated[
        int,
        Field(ge=1, le=1_073_741_824),
        Reaches(
            environment_variable("SANDBOX_MEMORY_LIMIT"),
            config("sandbox.memoryLimitBytes"),
            original="sandbox_memory_limit",
        ),
    ] = 67_108_864
    """Bytes an effect may use."""
