"""The Deployment: the sidecars, and how a new version takes over from the old one."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, number_or_text
from kgc_constructs.kubernetes.pod import pod_template
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["Deployment"]


class Deployment(Construct):
    """Runs the sidecars. A pod goes only after its successor is ready.

    The number of pods stands in it only while there is no autoscaler, which would otherwise be set back by every apply.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        rollout = settings.rollout
        self.api_object = k8s.KubeDeployment(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).deployment),
            spec=k8s.DeploymentSpec(
                replicas=None if settings.autoscaling else settings.replicas,
                selector=k8s.LabelSelector(match_labels=selector_of(settings)),
                template=pod_template(settings),
                strategy=_strategy(settings),
                progress_deadline_seconds=rollout.progress_deadline_seconds,
                revision_history_limit=rollout.history_limit,
            ),
        )


def _strategy(settings: Environment) -> k8s.DeploymentStrategy:
    ledger = settings.lockchain
    if ledger and ledger.access_mode == "ReadWriteOnce":
        # Its volume is attached to one node: a successor on another node would wait for it for ever.
        return k8s.DeploymentStrategy(type="Recreate")
    return k8s.DeploymentStrategy(
        type="RollingUpdate",
        rolling_update=k8s.RollingUpdateDeployment(
            max_surge=number_or_text(settings.rollout.max_surge), max_unavailable=number_or_text(0)
        ),
    )
