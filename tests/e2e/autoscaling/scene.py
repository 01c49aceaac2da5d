"""The e2e environment with an agent beside each sidecar, and a twin whose autoscaler looks at whole pods."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.kubernetes.deployed import Deployed
from tests.servers.kubectl import listing
from tests.servers.metrics import Load, Usage

SIDECAR, AGENT = "kgc-sidecar", "vault-agent"
TWIN = "kgc-twin"
QUIET = Usage(cpu_millicores=25, memory_mebibytes=100)
BUSY = Usage(cpu_millicores=400, memory_mebibytes=100)


@dataclass(frozen=True)
class Scene:
    """The deployed environment and the load on it."""

    deployed: Deployed
    load: Load

    def wanted(self, name: str) -> int:
        """How many pods the autoscaler of this name wants at the moment."""
        return int(self.deployed.read("deployment", name)["spec"]["replicas"])

    def observe(self, seconds: float, until: Callable[[int], bool] = lambda _: False) -> list[tuple[float, int]]:
        """Look every half second how many pods are wanted, for so long or until the number satisfies `until`."""
        began = time.monotonic()
        seen: list[tuple[float, int]] = []
        while (now := time.monotonic() - began) < seconds:
            seen.append((now, self.wanted(self.deployed.names.deployment)))
            if until(seen[-1][1]):
                break
            time.sleep(0.5)
        return seen


def with_agent(deployment: Mapping[str, Any]) -> dict[str, Any]:
    """The Deployment as its pods are once the injector has added its container to them."""
    spec = deployment["spec"]["template"]["spec"]
    sidecar = spec["containers"][0]
    agent = {
        "name": AGENT,
        "image": "registry.example.com/vault:1",
        "securityContext": sidecar["securityContext"],
        "resources": {
            "requests": {"cpu": "25m", "memory": "32Mi", "ephemeral-storage": "64Mi"},
            "limits": {"cpu": "100m", "memory": "64Mi", "ephemeral-storage": "64Mi"},
        },
    }
    template = {**deployment["spec"]["template"], "spec": {**spec, "containers": [sidecar, agent]}}
    return {**deployment, "spec": {**deployment["spec"], "template": template}}


def start_twin(deployed: Deployed) -> None:
    """A Deployment with the same two containers, scaled by the use of whole pods, as autoscalers usually are."""
    labels = {"app.kubernetes.io/name": TWIN}
    objects = {found["kind"]: found for found in deployed.objects}
    twin = with_agent(objects["Deployment"])
    template = twin["spec"]["template"]
    plain = {key: value for key, value in template["spec"].items() if key != "topologySpreadConstraints"}
    metadata = {"name": TWIN, "namespace": TWIN}
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": TWIN}}
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": SIDECAR, "namespace": TWIN}}
    plain["volumes"] = []
    plain["containers"] = [{**container, "volumeMounts": []} for container in plain["containers"]]
    workload = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata,
        "spec": {
            "selector": {"matchLabels": labels},
            "replicas": 3,
            "template": {"metadata": {"labels": labels}, "spec": plain},
        },
    }
    autoscaler = objects["HorizontalPodAutoscaler"]
    target = autoscaler["spec"]["metrics"][0]["containerResource"]["target"]
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": target}}
    reference = {**autoscaler["spec"]["scaleTargetRef"], "name": TWIN}
    usual = {**autoscaler, "metadata": metadata}
    usual["spec"] = {**autoscaler["spec"], "metrics": [metric], "scaleTargetRef": reference}
    deployed.kubectl.run("apply", "-f", "-", stdin=listing([namespace, account, workload, usual]))
