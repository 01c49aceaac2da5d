"""The Service: one stable address inside the cluster."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, number_or_text
from kgc_constructs.kubernetes.ports import ports_of
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["Service"]


class Service(Construct):
    """Spreads requests over the pods that are ready; reachable from inside the cluster only."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = k8s.KubeService(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).service),
            spec=k8s.ServiceSpec(
                type="ClusterIP",
                selector=selector_of(settings),
                ports=[
                    k8s.ServicePort(name=name, port=port, target_port=number_or_text(name), protocol="TCP")
                    for name, port in ports_of(settings).items()
                ],
            ),
        )
