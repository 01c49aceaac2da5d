"""How pods log in to Vault: with the token that Kubernetes projects into them, and nothing else."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.jwt_login import JwtAuth
from kgc_constructs.terraform.vault.kubernetes_login import KubernetesAuth
from kgc_constructs.terraform.vault.pod_identity import rotation_identity, sidecar_identity

__all__ = ["PodLogin"]


class PodLogin(Construct):
    """The auth method that `settings.pod_login` chooses, with the sidecar's role and the rotation job's."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        path, login = VaultNames.of(settings).auth_mount, settings.pod_login
        self.auth_method: KubernetesAuth | JwtAuth
        if login.kind == "kubernetes":
            self.auth_method = KubernetesAuth(self, "Kubernetes", path=path, login=login)
        else:
            self.auth_method = JwtAuth(self, "Jwt", path=path, login=login)
        self.role = self.auth_method.add_role("Role", sidecar_identity(settings))
        rotation = rotation_identity(settings)
        self.rotation_role = self.auth_method.add_role("RotationRole", rotation) if rotation else None
