"""How a new version replaces the old one, and how a pod goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.reaches import Reaches

__all__ = ["Rollout"]


class Rollout(Settings):
    """Rolling update and termination. No pod is ever taken away before its successor is ready."""

    max_surge: Annotated[
        int,
        Field(ge=1, le=100),
        Reaches("Deployment:spec.strategy.rollingUpdate.maxSurge", "ResourceQuota:spec.hard.pods"),
    ] = 1
    """Pods started above the wanted number while rolling; maxUnavailable is always 0."""

    progress_deadline_seconds: Annotated[
        int, Field(ge=30, le=7200), Reaches("Deployment:spec.progressDeadlineSeconds")
    ] = 600
    """Seconds without progress after which a rollout counts as failed."""

    history_limit: Annotated[int, Field(ge=1, le=50), Reaches("Deployment:spec.revisionHistoryLimit")] = 5
    """Old ReplicaSets kept to roll back to."""

    drain_seconds: Annotated[
        int, Field(ge=1, le=600), Reaches("Deployment:*.containers.kgc-sidecar.lifecycle.preStop.*")
    ] = 10
    """Seconds a pod goes on serving after it left the Service, so that every proxy has heard of it."""

    termination_grace_seconds: Annotated[
        int, Field(ge=2, le=3600), Reaches("Deployment:spec.template.spec.terminationGracePeriodSeconds")
    ] = 45
    """Seconds from the request to stop until the kernel kills; includes `drain_seconds`."""

    def relations(self) -> Iterator[Problem]:
        """The grace period outlasts the drain (Kubernetes counts the preStop hook in)."""
        if self.termination_grace_seconds <= self.drain_seconds:
            yield Problem(
                field="termination_grace_seconds",
                value=self.termination_grace_seconds,
                allowed=f"more than drain_seconds ({self.drain_seconds})",
                reason="the grace period includes the drain; otherwise requests in flight are killed",
                depends_on=("drain_seconds",),
            )
