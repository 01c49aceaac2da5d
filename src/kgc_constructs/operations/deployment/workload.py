"""Brings manifests to the cluster, and waits until they are what runs there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.manifests import Document
from kgc_constructs.operations.deployment.quota import QuotaChange
from kgc_constructs.operations.deployment.rollout import wait_for_rollout
from kgc_constructs.operations.deployment.smoke_test import smoke_test
from kgc_constructs.settings import Environment

__all__ = ["Workload"]

_FIRST = ("Namespace", "ResourceQuota")
"""Kinds that all the others need."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One environment on one cluster."""

    cluster: Cluster
    settings: Environment
    rollout_seconds: int
    tell: Callable[[str], None]

    def bring(self, documents: Sequence[Document]) -> None:
        """Apply `documents`, namespace and quota first, and wait until they run.

        Raises:
            OperationError: if the cluster refuses, or the pods do not get ready.
        """
        quota = QuotaChange.between(self.cluster, documents)
        namespaces = [each for each in documents if each["kind"] == "Namespace"]
        self.cluster.apply([*namespaces, *quota.meanwhile])
        quota.wait(self.cluster)
        self.cluster.apply([each for each in documents if each["kind"] not in _FIRST])
        self.wait()
        if quota.narrows:
            self.cluster.apply(quota.described)

    def wait(self) -> None:
        """Wait until every pod is of the newest version and ready.

        Raises:
            OperationError: if the pods do not get ready.
        """
        self.tell("Waiting for the rollout")
        wait_for_rollout(self.cluster, self.settings, seconds=self.rollout_seconds)

    def ask(self) -> None:
        """Ask the new version whether it is ready.

        Raises:
            OperationError: if it cannot be reached, or says no.
        """
        self.tell("Asking the new version whether it is ready")
        smoke_test(self.cluster, self.settings)
