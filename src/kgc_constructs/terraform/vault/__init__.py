"""Vault for one environment's sidecar: what it holds, who may read it, and how it is kept fresh."""

from kgc_constructs.terraform.vault.audit import AuditDevices
from kgc_constructs.terraform.vault.database import DatabaseCredentials
from kgc_constructs.terraform.vault.password_policy import PasswordPolicy
from kgc_constructs.terraform.vault.pipeline_login import PipelineLogin
from kgc_constructs.terraform.vault.pod_login import PodLogin
from kgc_constructs.terraform.vault.policies import Policies
from kgc_constructs.terraform.vault.rate_limit import RateLimit
from kgc_constructs.terraform.vault.secret_store import SecretStore
from kgc_constructs.terraform.vault.stack import VaultStack
from kgc_constructs.terraform.vault.transit import TransitKey

__all__ = [
    "AuditDevices",
    "DatabaseCredentials",
    "PasswordPolicy",
    "PipelineLogin",
    "PodLogin",
    "Policies",
    "RateLimit",
    "SecretStore",
    "TransitKey",
    "VaultStack",
]
