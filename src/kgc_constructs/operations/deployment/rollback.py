"""What ran before a deployment, and the way back to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.leftovers import delete
from kgc_constructs.operations.deployment.manifests import Identity, identity_of, read_manifests
from kgc_constructs.operations.deployment.workload import Workload
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["Before", "live_objects"]

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KEPT = ("Namespace", "PersistentVolumeClaim")
"""Kinds that are never deleted on the way back: data goes with them."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """The manifests that were applied last, as kubectl remembers them at each object."""

    manifests: Sequence[Mapping[str, Any]]
    absent: Sequence[Identity]
    """Rendered objects that did not exist."""

    ran: bool
    """Whether there was a version to go back to: one that served."""

    @classmethod
    def of(cls, cluster: Cluster, settings: Environment, manifests: Path) -> Before:
        """What the cluster has of the objects below `manifests`.

        Raises:
            OperationError: if the cluster cannot be asked.
        """
        described = [identity_of(each) for each in read_manifests(manifests)]
        live = {identity_of(each): each for each in live_objects(cluster, settings, manifests)}
        applied = [_last_applied(live[identity]) for identity in described if identity in live]
        return cls(
            manifests=[document for document in applied if document],
            absent=[identity for identity in described if identity not in live],
            ran=any(identity.kind == "Deployment" and _available(live[identity]) for identity in live),
        )

    def restore(self, workload: Workload) -> None:
        """Bring the former manifests back, and take away what was new.

        Raises:
            OperationError: if the cluster refuses, or the former version does not get ready.
        """
        workload.bring(self.manifests)
        for identity in reversed(self.absent):
            if identity.kind not in _KEPT:
                delete(workload.cluster, identity)


def live_objects(cluster: Cluster, settings: Environment, manifests: Path) -> list[dict[str, Any]]:
    """Those of the rendered objects that the cluster has; none where not even the namespace exists."""
    if not cluster.objects("look for the namespace", "namespace", ObjectNames.of(settings).namespace):
        return []
    return cluster.objects("read the live objects", "--filename", manifests)


def _available(deployment: Mapping[str, Any]) -> bool:
    conditions = deployment.get("status", {}).get("conditions", ())
    return any(each["type"] == "Available" and each["status"] == "True" for each in conditions)


def _last_applied(live: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What `kubectl apply` wrote down; nothing for an object that somebody made in another way."""
    text = (live["metadata"].get("annotations") or {}).get(_LAST_APPLIED)
    return json.loads(text) if text else None
