"""Where the pods may run, and how they spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.affinity import Affinity
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import DnsName, LabelMap
from kgc_constructs.settings.reaches import Reaches

__all__ = ["Placement", "Toleration"]

Skew = Annotated[int, Field(ge=1, le=100)]


class Toleration(Settings):
    """A node taint the pods put up with (API `Toleration`)."""

    key: str | None = None
    """Taint key; none matches every key and then needs `Exists`."""

    operator: Literal["Equal", "Exists"] = "Equal"
    """Whether the value counts."""

    value: str | None = None
    """Taint value, with `Equal`."""

    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    """Taint effect; none matches all."""

    toleration_seconds: Annotated[int, Field(ge=0)] | None = None
    """Seconds to stay on a node with a `NoExecute` taint."""

    def relations(self) -> Iterator[Problem]:
        """What API validation of `Toleration` demands."""
        if self.operator == "Exists" and self.value:
            yield _problem("value", self.value, "nothing, with operator Exists")
        if self.key is None and self.operator == "Equal":
            yield _problem("operator", self.operator, "Exists, when no key is given")
        if self.toleration_seconds is not None and self.effect != "NoExecute":
            yield _problem("effect", self.effect, "NoExecute, when toleration_seconds is given")


class Placement(Settings):
    """Node selection and spread over zones and nodes."""

    node_selector: Annotated[
        LabelMap, Reaches("Deployment:spec.template.spec.nodeSelector.*", original="node_selector")
    ] = Field(default_factory=dict)
    """Labels that a node must carry."""

    tolerations: Annotated[
        tuple[Toleration, ...], Reaches("Deployment:spec.template.spec.tolerations.*", original="tolerations")
    ] = ()
    """Taints the pods put up with."""

    affinity: Annotated[Affinity | None, Reaches("Deployment:spec.template.spec.affinity*", original="affinity")] = None
    """Nearness to nodes and pods."""

    zone_max_skew: Annotated[Skew, Reaches("Deployment:spec.template.spec.topologySpreadConstraints.*.maxSkew")] = 1
    """Largest difference between zones; a wish, since a demand would cap the pods at the number of zones."""

    node_max_skew: Annotated[Skew, Reaches("Deployment:spec.template.spec.topologySpreadConstraints.*.maxSkew")] = 1
    """Largest difference between nodes; a wish."""

    priority_class: Annotated[DnsName | None, Reaches("Deployment:spec.template.spec.priorityClassName")] = None
    """PriorityClass that exists in the cluster."""


def _problem(field: str, value: object, allowed: str) -> Problem:
    return Problem(
        field=field,
        value=value,
        allowed=allowed,
        reason="the API server refuses anything else",
        depends_on=("key", "operator", "value", "effect", "toleration_seconds"),
    )
