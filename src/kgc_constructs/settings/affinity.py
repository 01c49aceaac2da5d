"""Which nodes and neighbours the pods want; every key is typed, because a misspelt one would vanish silently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import DnsLabel, LabelMap
from kgc_constructs.settings.reaches import Reaches

__all__ = ["Affinity", "NodeRequirement", "PodTerm"]

Weight = Annotated[int, Field(ge=1, le=100)]


class NodeRequirement(Settings):
    """What a node's label must say (API `NodeSelectorRequirement`)."""

    key: str
    """Label key of the node."""

    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = "In"
    """How the label is compared."""

    values: tuple[str, ...] = ()
    """Values to compare with; none for `Exists` and `DoesNotExist`."""

    weight: Weight | None = None
    """1 to 100 for a wish; none for a demand."""

    def relations(self) -> Iterator[Problem]:
        """Operators and number of values fit (API validation of `NodeSelectorRequirement`)."""
        wanted = {"Exists": "none", "DoesNotExist": "none", "Gt": "one whole number", "Lt": "one whole number"}
        rule = wanted.get(self.operator, "at least one")
        number = len(self.values) == 1 and self.values[0].lstrip("-").isdigit()
        good = {"none": not self.values, "one whole number": number, "at least one": bool(self.values)}[rule]
        if not good:
            yield Problem(
                field="values",
                value=self.values,
                allowed=f"{rule}, with operator {self.operator}",
                reason="the API server refuses anything else",
                depends_on=("operator",),
            )


class PodTerm(Settings):
    """Pods to be near to, or far from (API `PodAffinityTerm`)."""

    labels: LabelMap
    """Labels of those pods."""

    topology_key: str = "kubernetes.io/hostname"
    """Label of the nodes that says what near means."""

    namespaces: tuple[DnsLabel, ...] = ()
    """Where those pods are; none means the sidecar's own namespace."""

    weight: Weight | None = None
    """1 to 100 for a wish; none for a demand."""


class Affinity(Settings):
    """Rules for nodes, for pods to be near to and for pods to be far from."""

    node: Annotated[tuple[NodeRequirement, ...], Reaches("Deployment:spec.template.spec.affinity.nodeAffinity*")] = ()
    """Labels of nodes."""

    pod: Annotated[tuple[PodTerm, ...], Reaches("Deployment:spec.template.spec.affinity.podAffinity*")] = ()
    """Pods to be near to."""

    anti_pod: Annotated[tuple[PodTerm, ...], Reaches("Deployment:spec.template.spec.affinity.podAntiAffinity*")] = ()
    """Pods to be far from."""
