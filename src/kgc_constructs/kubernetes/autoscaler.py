"""The HorizontalPodAutoscaler: more pods at once under load, fewer only after a while."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.secret_delivery import pod_secrets
from kgc_constructs.settings import Autoscaling, Environment
from kgc_constructs.settings.object_names import CONTAINER, ObjectNames

__all__ = ["Autoscaler"]


class Autoscaler(Construct):
    """Sets the number of pods by their use of CPU, and of memory when a target is given."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names, scaling = ObjectNames.of(settings), chosen(settings.autoscaling, Autoscaling, "autoscaling")
        own_container_only = pod_secrets(settings).injects_container
        targets = {"cpu": scaling.cpu_target, "memory": scaling.memory_target}
        self.api_object = k8s.KubeHorizontalPodAutoscalerV2(
            self,
            "Resource",
            metadata=object_meta(settings, names.autoscaler),
            spec=k8s.HorizontalPodAutoscalerSpecV2(
                scale_target_ref=k8s.CrossVersionObjectReferenceV2(
                    api_version="apps/v1", kind="Deployment", name=names.deployment
                ),
                min_replicas=scaling.min_replicas,
                max_replicas=scaling.max_replicas,
                metrics=[
                    _metric(name, target, own_container_only) for name, target in targets.items() if target is not None
                ],
                behavior=_behavior(scaling.scale_down_window_seconds),
            ),
        )


def _metric(name: str, percent: int, own_container_only: bool) -> k8s.MetricSpecV2:
    """Use in percent of the request: of the sidecar's own container where others are injected, else of the pod."""
    target = k8s.MetricTargetV2(type="Utilization", average_utilization=percent)
    if own_container_only:
        return k8s.MetricSpecV2(
            type="ContainerResource",
            container_resource=k8s.ContainerResourceMetricSourceV2(name=name, container=CONTAINER, target=target),
        )
    return k8s.MetricSpecV2(type="Resource", resource=k8s.ResourceMetricSourceV2(name=name, target=target))


def _behavior(window_seconds: int) -> k8s.HorizontalPodAutoscalerBehaviorV2:
    return k8s.HorizontalPodAutoscalerBehaviorV2(
        scale_up=k8s.HpaScalingRulesV2(
            stabilization_window_seconds=0,
            select_policy="Max",
            policies=[
                k8s.HpaScalingPolicyV2(type="Percent", value=100, period_seconds=15),
                k8s.HpaScalingPolicyV2(type="Pods", value=4, period_seconds=15),
            ],
        ),
        scale_down=k8s.HpaScalingRulesV2(
            stabilization_window_seconds=window_seconds,
            select_policy="Max",
            policies=[k8s.HpaScalingPolicyV2(type="Percent", value=50, period_seconds=60)],
        ),
    )
