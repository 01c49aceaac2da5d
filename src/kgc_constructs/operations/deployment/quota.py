"""The namespace's quota while one version replaces another: there is room for both, whichever asks for more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.manifests import Document, identity_of
from kgc_constructs.operations.waiting import until

__all__ = ["QuotaChange", "amount"]

_QUANTITY = re.compile(r"([0-9.]+)([A-Za-z]*)")
_UNITS = {
    "": Decimal(1),
    **{unit: Decimal(10) ** power for unit, power in {"n": -9, "u": -6, "m": -3}.items()},
    **{unit: Decimal(1000) ** (power + 1) for power, unit in enumerate(("k", "M", "G", "T", "P", "E"))},
    **{unit: Decimal(1024) ** (power + 1) for power, unit in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"))},
}
"""Suffixes of a quantity (Kubernetes API conventions, `resource.Quantity`)."""

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class QuotaChange:
    """The quotas as described, and as they must be until the rollout is over."""

    described: Sequence[Document]
    meanwhile: Sequence[Document]

    @classmethod
    def between(cls, cluster: Cluster, documents: Sequence[Document]) -> QuotaChange:
        """The way from the live quotas to those among `documents`."""
        described = [each for each in documents if each["kind"] == "ResourceQuota"]
        meanwhile = [_with_room(each, _live(cluster, each)) for each in described]
        return cls(described=described, meanwhile=meanwhile)

    @property
    def narrows(self) -> bool:
        """Whether the quotas must be applied again, as described, when the former version is gone."""
        return list(self.described) != list(self.meanwhile)

    def wait(self, cluster: Cluster) -> None:
        """Wait until the cluster counts with the new limits: it takes a moment, and refuses pods until then.

        Raises:
            OperationError: if it does not within a minute.
        """
        for quota in self.described:
            until(partial(_in_force, cluster, quota), f"{identity_of(quota)} in force", _PATIENCE_SECONDS)


def amount(quantity: str) -> Decimal:
    """A quantity as a number, whatever it counts.

    Raises:
        ValueError: if it is none.
    """
    found = _QUANTITY.fullmatch(quantity)
    if found is None or found.group(2) not in _UNITS:
        raise ValueError(f"{quantity!r} is not a quantity")
    return Decimal(found.group(1)) * _UNITS[found.group(2)]


def _live(cluster: Cluster, quota: Document) -> dict[str, Any]:
    metadata = quota["metadata"]
    place = ["--namespace", metadata["namespace"]] if "namespace" in metadata else []
    found = cluster.objects("read the quota", "resourcequota", metadata["name"], *place)
    return found[0] if found else {}


def _with_room(quota: Document, live: Mapping[str, Any]) -> Document:
    former = live.get("spec", {}).get("hard", {})
    described = quota["spec"]["hard"]
    hard = {name: max(value, former.get(name, value), key=amount) for name, value in described.items()}
    return {**quota, "spec": {**quota["spec"], "hard": hard}}


def _in_force(cluster: Cluster, quota: Document) -> bool:
    live = _live(cluster, quota)
    wanted, counted = live.get("spec", {}).get("hard", {}), live.get("status", {}).get("hard", {})
    return {name: amount(value) for name, value in wanted.items()} == {
        name: amount(value) for name, value in counted.items()
    }
