"""The chart of one environment: its namespace with what bounds and closes it, and one sidecar in it."""

from __future__ import annotations

from cdk8s import Chart
from constructs import Construct

from kgc_constructs.kubernetes.limit_range import LimitRange
from kgc_constructs.kubernetes.namespace import Namespace
from kgc_constructs.kubernetes.network_policies import DefaultDeny
from kgc_constructs.kubernetes.quota import Quota
from kgc_constructs.kubernetes.sidecar import KgcSidecar
from kgc_constructs.settings import Environment

__all__ = ["SidecarChart"]


class SidecarChart(Chart):
    """Everything that `kubectl apply` needs for one environment.

    A chart's own `namespace` and `labels` are not used: the first would be stamped on the Namespace itself, the second
    would miss the pods.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.namespace_object = Namespace(self, "Namespace", settings=settings)
        self.quota = Quota(self, "Quota", settings=settings)
        self.limit_range = LimitRange(self, "LimitRange", settings=settings)
        self.default_deny = DefaultDeny(self, "DefaultDeny", settings=settings) if settings.network_policy else None
        self.sidecar = KgcSidecar(self, "Sidecar", settings=settings)
