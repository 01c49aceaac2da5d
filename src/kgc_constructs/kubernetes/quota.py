"""The ResourceQuota: the namespace gets what the environment can ever ask for, and no more."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.demand import demand_of, most_pods
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, quantity
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["Quota", "hard_limits"]


class Quota(Construct):
    """Bounds pods, CPU, memory, scratch space and storage of the namespace."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = k8s.KubeResourceQuota(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).quota),
            spec=k8s.ResourceQuotaSpec(hard={name: quantity(amount) for name, amount in hard_limits(settings).items()}),
        )


def hard_limits(settings: Environment) -> dict[str, str]:
    """The quota's `hard` limits, by the names of the Kubernetes API."""
    demand, ledger = demand_of(settings), settings.lockchain
    return {
        "pods": str(most_pods(settings)),
        **{f"requests.{name}": amount for name, amount in demand.requests.quantities().items()},
        **{f"limits.{name}": amount for name, amount in demand.limits.quantities().items()},
        "persistentvolumeclaims": "1" if ledger else "0",
        "requests.storage": ledger.storage_size if ledger else "0",
    }
