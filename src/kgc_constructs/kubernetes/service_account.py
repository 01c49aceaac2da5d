"""The ServiceAccount: who the pods are, to Vault above all."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["ServiceAccount"]


class ServiceAccount(Construct):
    """The pods' identity, whose API token is mounted nowhere."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = k8s.KubeServiceAccount(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).service_account),
            automount_service_account_token=False,
            image_pull_secrets=[k8s.LocalObjectReference(name=name) for name in settings.image.pull_secrets] or None,
        )
