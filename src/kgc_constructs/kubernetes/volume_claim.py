"""The PersistentVolumeClaim of the ledger."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, quantity
from kgc_constructs.settings import Environment, Lockchain
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["VolumeClaim"]


class VolumeClaim(Construct):
    """Keeps the ledger when a pod goes."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        ledger = chosen(settings.lockchain, Lockchain, "lockchain")
        self.api_object = k8s.KubePersistentVolumeClaim(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).volume_claim),
            spec=k8s.PersistentVolumeClaimSpec(
                access_modes=[ledger.access_mode],
                resources=k8s.ResourceRequirements(requests={"storage": quantity(ledger.storage_size)}),
                storage_class_name=ledger.storage_class,
                volume_mode="Filesystem",
            ),
        )
