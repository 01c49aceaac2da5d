"""Waits until the new version runs everywhere."""

from __future__ import annotations

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["patience_for", "wait_for_rollout"]

_MARGIN_SECONDS = 30


def patience_for(settings: Environment) -> int:
    """Seconds that a rollout may take: the cluster's own deadline, which starts anew with each pod that gets ready."""
    startup = settings.startup.period_seconds * settings.startup.failure_threshold
    pods = settings.most_replicas + settings.rollout.max_surge
    return settings.rollout.progress_deadline_seconds + pods * startup + _MARGIN_SECONDS


def wait_for_rollout(cluster: Cluster, settings: Environment, *, seconds: int) -> None:
    """Wait until every pod is of the new version and ready.

    Raises:
        OperationError: if the cluster gives up, or `seconds` are over.
    """
    names = ObjectNames.of(settings)
    target = ["--namespace", names.namespace, f"deployment/{names.deployment}"]
    ended = cluster.run("rollout", "status", *target, f"--timeout={seconds}s", show=True)
    if ended.code != 0:
        raise OperationError(f"The new version of {names.deployment} does not get ready.\n{ended.words}")
