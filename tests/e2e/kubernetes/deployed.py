"""One environment's manifests on the cluster."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kgc_constructs.kubernetes.rendering import render_kubernetes
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames
from tests.servers.kubectl import Answer, Kubectl
from tests.servers.waiting import wait_for

Object = dict[str, Any]


@dataclass(frozen=True)
class Deployed:
    """An environment, where its manifests lie, and how to look at what became of them."""

    environment: Environment
    folder: Path
    kubectl: Kubectl

    @property
    def names(self) -> ObjectNames:
        """What its objects are called."""
        return ObjectNames.of(self.environment)

    @property
    def objects(self) -> list[Object]:
        """What was rendered."""
        return [found for file in sorted(self.folder.glob("*.yaml")) for found in yaml.safe_load_all(file.read_text())]

    def apply(self) -> Answer:
        """Apply everything; what the server says of it, warnings too."""
        answer = self.kubectl.try_run("apply", "-f", self.folder)
        assert answer.code == 0, answer.err
        return answer

    def read(self, kind: str, name: str) -> Object:
        """One object of the namespace as it is now."""
        found: Object = self.kubectl.read("get", kind, name, "-n", self.names.namespace)
        return found

    def pods(self) -> list[Object]:
        """The sidecar's pods that are not on their way out."""
        found = self.kubectl.items("pods", "-n", self.names.namespace, "-l", "app.kubernetes.io/name=kgc-sidecar")
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def wait_until_complete(self, *, within: float = 90) -> None:
        """Wait until the newest version runs in as many pods as it should, and no other pod is left."""
        deadline = time.monotonic() + within
        fewest = self.environment.fewest_replicas
        self.kubectl.run(
            *("rollout", "status", f"deployment/{self.names.deployment}", "-n", self.names.namespace),
            f"--timeout={within:g}s",
        )
        wait_for(
            lambda: len(self.pods()) >= fewest and all(map(is_ready, self.pods())),
            what=f"{fewest} pods of {self.environment.slug} are ready",
            within=max(1.0, deadline - time.monotonic()),
            every=0.3,
        )


def is_ready(pod: Object) -> bool:
    """Whether it serves: its Ready condition holds, and nobody has asked it to go."""
    conditions = {entry["type"]: entry["status"] for entry in pod["status"].get("conditions", [])}
    return conditions.get("Ready") == "True" and "deletionTimestamp" not in pod["metadata"]


def deploy(environment: Environment, folder: Path, kubectl: Kubectl) -> Deployed:
    """Render an environment into `folder`; nothing is applied yet."""
    folder.mkdir(parents=True, exist_ok=True)
    render_kubernetes(environment, folder)
    return Deployed(environment, folder, kubectl)


def names_of(pods: Sequence[Object]) -> set[str]:
    """The pods' names."""
    return {pod["metadata"]["name"] for pod in pods}
