"""The pods of an environment on the cluster, whose tokens Vault is shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import Deployed, deploy
from tests.servers.kubectl import Kubectl


@dataclass(frozen=True)
class Workload:
    """An environment's manifests, applied and running."""

    deployed: Deployed

    @property
    def kubectl(self) -> Kubectl:
        """Speaks to the cluster."""
        return self.deployed.kubectl

    @property
    def names(self) -> ObjectNames:
        """What its objects are called."""
        return self.deployed.names

    @property
    def pod(self) -> dict[str, Any]:
        """One of its running pods."""
        return self.deployed.pods()[0]


def run_workload(environment: Environment, folder: Path, kubectl: Kubectl) -> Workload:
    """Apply an environment's manifests and wait until its pods run."""
    deployed = deploy(environment, folder, kubectl)
    define(kubectl, custom_kinds(deployed.objects))
    deployed.apply()
    deployed.wait_until_complete()
    return Workload(deployed)
