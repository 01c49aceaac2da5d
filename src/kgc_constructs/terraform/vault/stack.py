"""The Vault stack of one environment."""

from __future__ import annotations

from cdktf import TerraformStack
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.address import address_of
from kgc_constructs.terraform.backend import use_backend
from kgc_constructs.terraform.vault.audit import AuditDevices
from kgc_constructs.terraform.vault.database import DatabaseCredentials
from kgc_constructs.terraform.vault.outputs import VaultOutputs
from kgc_constructs.terraform.vault.password_policy import PasswordPolicy
from kgc_constructs.terraform.vault.pipeline_login import PipelineLogin
from kgc_constructs.terraform.vault.pod_login import PodLogin
from kgc_constructs.terraform.vault.policies import Policies
from kgc_constructs.terraform.vault.provider import use_vault
from kgc_constructs.terraform.vault.rate_limit import RateLimit
from kgc_constructs.terraform.vault.secret_store import SecretStore
from kgc_constructs.terraform.vault.transit import TransitKey

__all__ = ["VaultStack"]


class VaultStack(TerraformStack):
    """Everything in Vault that belongs to one environment's sidecar; every path and name tells the environment."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        use_backend(self, settings=settings, stack="vault")
        use_vault(self, settings=settings)
        self.audit = AuditDevices(self, "Audit", settings=settings) if settings.vault.audit else None
        self.policies = Policies(self, "Policies", settings=settings)
        self.password_policy = PasswordPolicy(self, "PasswordPolicy", settings=settings)
        self.secret_store = SecretStore(self, "SecretStore", settings=settings)
        self.rate_limit = RateLimit(self, "RateLimit", settings=settings)
        self.rate_limit.resource.depends_on = [address_of(self.secret_store.mount)]
        self.transit_key = TransitKey(self, "TransitKey", settings=settings)
        self.database = DatabaseCredentials(self, "Database", settings=settings)
        # By reference, so that the policy is made first (and no scanner takes a policy's name for a password).
        self.database.role.credential_config = {"password_policy": self.password_policy.resource.name}
        self.pod_login = PodLogin(self, "PodLogin", settings=settings)
        self.pipeline_login = (
            PipelineLogin(self, "PipelineLogin", settings=settings) if settings.pipeline_login else None
        )
        self.outputs = VaultOutputs(
            self,
            "Outputs",
            mount_path=self.secret_store.path,
            policy_name=self.policies.read.name,
            rotation_policy_name=self.policies.rotate.name,
        )
