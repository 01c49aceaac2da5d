"""How the pods spread over zones and nodes."""

from __future__ import annotations

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import selector_of

__all__ = ["topology_spread"]


def topology_spread(settings: Environment) -> list[k8s.TopologySpreadConstraint]:
    """Wishes, never demands: `DoNotSchedule` would leave pods pending when a zone is gone.

    Each revision is spread by itself (`pod-template-hash`); otherwise a rollout counts the pods that are about to go.
    """
    placement = settings.placement
    return [
        k8s.TopologySpreadConstraint(
            max_skew=skew,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=k8s.LabelSelector(match_labels=selector_of(settings)),
            match_label_keys=["pod-template-hash"],
        )
        for key, skew in (
            ("topology.kubernetes.io/zone", placement.zone_max_skew),
            ("kubernetes.io/hostname", placement.node_max_skew),
        )
    ]
