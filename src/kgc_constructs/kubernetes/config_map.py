"""The ConfigMap with the sidecar's configuration file."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.configuration import FILE_NAME, configuration_file
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["ConfigMap"]


class ConfigMap(Construct):
    """Holds `config.json`. A change of it rolls the pods, because their template carries its checksum."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = k8s.KubeConfigMap(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).config_map),
            data={FILE_NAME: configuration_file(settings)},
        )
