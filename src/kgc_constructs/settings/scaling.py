"""How many sidecars run, and how many must stay while nodes drain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.reaches import Reaches

__all__ = ["Autoscaling", "DisruptionBudget"]

Percent = Annotated[int, Field(ge=1, le=100)]


class Autoscaling(Settings):
    """The HorizontalPodAutoscaler; while there is one, it alone sets the number of pods."""

    min_replicas: Annotated[
        int, Field(ge=1), Reaches("HorizontalPodAutoscaler:spec.minReplicas", original="hpa_min_replicas")
    ] = 2  # the original's 1 beside a budget of 1 made every node undrainable
    """Fewest pods."""

    max_replicas: Annotated[
        int,
        Field(ge=1, le=1000),
        Reaches(
            "HorizontalPodAutoscaler:spec.maxReplicas", "ResourceQuota:spec.hard.pods", original="hpa_max_replicas"
        ),
    ] = 10
    """Most pods; the quota leaves room for them and for the surge."""

    cpu_target: Annotated[
        Percent, Reaches("HorizontalPodAutoscaler:spec.metrics.*.averageUtilization", original="hpa_cpu_target")
    ] = 70
    """Average CPU use, in percent of the request."""

    memory_target: Annotated[
        Percent | None,
        Reaches("HorizontalPodAutoscaler:spec.metrics.*.averageUtilization", original="hpa_memory_target"),
    ] = None  # the original's 80 never lets go: a Node.js heap does not shrink below it, so nothing scales down again
    """Average memory use, in percent of the request; none by default."""

    scale_down_window_seconds: Annotated[
        int,
        Field(ge=0, le=3600),
        Reaches("HorizontalPodAutoscaler:spec.behavior.scaleDown.stabilizationWindowSeconds"),
    ] = 300
    """Seconds of low load before pods are taken away; more load adds pods at once."""

    def relations(self) -> Iterator[Problem]:
        """At least as many at most as at least."""
        if self.max_replicas < self.min_replicas:
            yield Problem(
                field="max_replicas",
                value=self.max_replicas,
                allowed=f"at least min_replicas ({self.min_replicas})",
                reason="the API server refuses a maximum below the minimum",
                depends_on=("min_replicas",),
            )


class DisruptionBudget(Settings):
    """The PodDisruptionBudget; must leave room to drain a node."""

    min_available: Annotated[
        int, Field(ge=0), Reaches("PodDisruptionBudget:spec.minAvailable", original="pdb_min_available")
    ] = 1
    """Pods that go on running; less than the fewest that can run, or no node could ever drain."""
