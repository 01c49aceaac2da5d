"""The LimitRange: what a container of this namespace may ask for, and what it gets when it asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from constructs import Construct

from kgc_constructs.kubernetes.amounts import Amounts
from kgc_constructs.kubernetes.demand import containers_of
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s, quantity
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["LimitRange"]


class LimitRange(Construct):
    """No container may ask for more than the largest that belongs here; one that asks for nothing gets the smallest.

    Without the defaults, the quota would refuse a container that somebody else injects.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = k8s.KubeLimitRange(
            self,
            "Resource",
            metadata=object_meta(settings, ObjectNames.of(settings).limits),
            spec=k8s.LimitRangeSpec(limits=_limits(settings)),
        )


def _limits(settings: Environment) -> list[k8s.LimitRangeItem]:
    sidecar, rotation = containers_of(settings)
    limits = [each.limits for each in (*sidecar, *rotation)]
    requests = [each.requests for each in (*sidecar, *rotation)]
    items = [
        k8s.LimitRangeItem(
            type="Container", max=_each(max, limits), default=_each(min, limits), default_request=_each(min, requests)
        )
    ]
    if settings.lockchain:
        size = {"storage": quantity(settings.lockchain.storage_size)}
        items.append(k8s.LimitRangeItem(type="PersistentVolumeClaim", max=size))
    return items


def _each(choose: Callable[..., Any], found: list[Amounts]) -> dict[str, k8s.Quantity]:
    """`choose` (`min` or `max`) for CPU, memory and scratch space, each by itself."""
    chosen = Amounts(
        cpu=choose(each.cpu for each in found),
        memory=choose(each.memory for each in found),
        ephemeral=choose(each.ephemeral for each in found),
    )
    return {name: quantity(amount) for name, amount in chosen.quantities().items()}
