"""What the pods may ask the API server: their own configuration, and nothing else."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["Role", "RoleBinding"]


class Role(Construct):
    """May get the one ConfigMap by name; no list, which would show the others, and no Secret."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names = ObjectNames.of(settings)
        self.api_object = k8s.KubeRole(
            self,
            "Resource",
            metadata=object_meta(settings, names.role),
            rules=[
                k8s.PolicyRule(
                    api_groups=[""], resources=["configmaps"], resource_names=[names.config_map], verbs=["get"]
                )
            ],
        )


class RoleBinding(Construct):
    """Gives the role to the pods' service account."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names = ObjectNames.of(settings)
        self.api_object = k8s.KubeRoleBinding(
            self,
            "Resource",
            metadata=object_meta(settings, names.role_binding),
            role_ref=k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=names.role),
            subjects=[
                k8s.Subject(kind="ServiceAccount", name=names.service_account, namespace=settings.full_namespace)
            ],
        )
