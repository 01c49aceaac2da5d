"""One sidecar: every object that belongs to it, each published under its Kubernetes word."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.autoscaler import Autoscaler
from kgc_constructs.kubernetes.config_map import ConfigMap
from kgc_constructs.kubernetes.deployment import Deployment
from kgc_constructs.kubernetes.disruption_budget import DisruptionBudget
from kgc_constructs.kubernetes.exposure import Exposure
from kgc_constructs.kubernetes.network_policies import NetworkPolicies
from kgc_constructs.kubernetes.rbac import Role, RoleBinding
from kgc_constructs.kubernetes.rotation import Rotation
from kgc_constructs.kubernetes.secret_delivery import SecretDelivery
from kgc_constructs.kubernetes.service import Service
from kgc_constructs.kubernetes.service_account import ServiceAccount
from kgc_constructs.kubernetes.service_monitor import ServiceMonitor
from kgc_constructs.kubernetes.volume_claim import VolumeClaim
from kgc_constructs.settings import Environment

__all__ = ["KgcSidecar"]


class KgcSidecar(Construct):
    """A hardened KGC sidecar. Names begin with `settings.app_name`, so that one chart may hold several.

    What the settings switch off is None here and is not rendered.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        observability = settings.observability
        self.config_map = ConfigMap(self, "ConfigMap", settings=settings)
        self.service_account = ServiceAccount(self, "ServiceAccount", settings=settings)
        self.role = Role(self, "Role", settings=settings)
        self.role_binding = RoleBinding(self, "RoleBinding", settings=settings)
        self.secret_delivery = SecretDelivery(self, "SecretDelivery", settings=settings)
        self.volume_claim = VolumeClaim(self, "VolumeClaim", settings=settings) if settings.lockchain else None
        self.deployment = Deployment(self, "Deployment", settings=settings)
        self.service = Service(self, "Service", settings=settings)
        self.exposure = Exposure(self, "Exposure", settings=settings) if settings.exposure else None
        self.autoscaler = Autoscaler(self, "Autoscaler", settings=settings) if settings.autoscaling else None
        self.disruption_budget = (
            DisruptionBudget(self, "DisruptionBudget", settings=settings) if settings.disruption_budget else None
        )
        self.network_policies = (
            NetworkPolicies(self, "NetworkPolicies", settings=settings) if settings.network_policy else None
        )
        self.service_monitor = (
            ServiceMonitor(self, "ServiceMonitor", settings=settings)
            if observability and observability.metrics
            else None
        )
        self.rotation = Rotation(self, "Rotation", settings=settings) if settings.vault.rotation else None
