"""Nearness to nodes and pods, as the API writes it."""

from __future__ import annotations

from collections.abc import Sequence

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Affinity, NodeRequirement, PodTerm

__all__ = ["affinity"]


def affinity(settings: Affinity | None) -> k8s.Affinity | None:
    """Terms with a weight are wishes, the others are demands."""
    if settings is None:
        return None
    return k8s.Affinity(
        node_affinity=_node_affinity(settings.node),
        pod_affinity=k8s.PodAffinity(
            preferred_during_scheduling_ignored_during_execution=_wishes(settings.pod),
            required_during_scheduling_ignored_during_execution=_demands(settings.pod),
        )
        if settings.pod
        else None,
        pod_anti_affinity=k8s.PodAntiAffinity(
            preferred_during_scheduling_ignored_during_execution=_wishes(settings.anti_pod),
            required_during_scheduling_ignored_during_execution=_demands(settings.anti_pod),
        )
        if settings.anti_pod
        else None,
    )


def _node_affinity(requirements: Sequence[NodeRequirement]) -> k8s.NodeAffinity | None:
    if not requirements:
        return None
    # One term, because the API takes a node that meets any term: demands have to hold together.
    demands = [_expression(each) for each in requirements if each.weight is None]
    return k8s.NodeAffinity(
        required_during_scheduling_ignored_during_execution=k8s.NodeSelector(
            node_selector_terms=[k8s.NodeSelectorTerm(match_expressions=demands)]
        )
        if demands
        else None,
        preferred_during_scheduling_ignored_during_execution=[
            k8s.PreferredSchedulingTerm(
                weight=each.weight, preference=k8s.NodeSelectorTerm(match_expressions=[_expression(each)])
            )
            for each in requirements
            if each.weight is not None
        ]
        or None,
    )


def _expression(requirement: NodeRequirement) -> k8s.NodeSelectorRequirement:
    return k8s.NodeSelectorRequirement(
        key=requirement.key, operator=requirement.operator, values=list(requirement.values) or None
    )


def _wishes(terms: Sequence[PodTerm]) -> list[k8s.WeightedPodAffinityTerm] | None:
    return [
        k8s.WeightedPodAffinityTerm(weight=term.weight, pod_affinity_term=_term(term))
        for term in terms
        if term.weight is not None
    ] or None


def _demands(terms: Sequence[PodTerm]) -> list[k8s.PodAffinityTerm] | None:
    return [_term(term) for term in terms if term.weight is None] or None


def _term(term: PodTerm) -> k8s.PodAffinityTerm:
    return k8s.PodAffinityTerm(
        topology_key=term.topology_key,
        label_selector=k8s.LabelSelector(match_labels=term.labels),
        namespaces=list(term.namespaces) or None,
    )
