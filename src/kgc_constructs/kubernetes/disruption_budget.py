"""The PodDisruptionBudget: how many sidecars a voluntary disruption must leave running."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, number_or_text
from kgc_constructs.settings import DisruptionBudget as DisruptionBudgetSettings
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["DisruptionBudget"]


class DisruptionBudget(Construct):
    """Keeps `min_available` pods running while nodes drain."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        budget = chosen(settings.disruption_budget, DisruptionBudgetSettings, "disruption_budget")
        self.api_object = k8s.KubePodDisruptionBudget(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).disruption_budget),
            spec=k8s.PodDisruptionBudgetSpec(
                min_available=number_or_text(budget.min_available),
                selector=k8s.LabelSelector(match_labels=selector_of(settings)),
                # A pod that never gets ready serves nobody; without this it would block the drain for ever.
                unhealthy_pod_eviction_policy="AlwaysAllow",
            ),
        )
