"""What was applied can be taken away, and then nothing of it is left."""

from pathlib import Path

from kgc_constructs.settings import Lockchain
from tests.e2e.kubernetes.conftest import environment_of
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import deploy
from tests.servers.kubectl import Kubectl
from tests.servers.kubernetes import Cluster
from tests.servers.waiting import wait_for

_TRANSIENT = {"Event", "Lease", "ComponentStatus", "PodMetrics", "NodeMetrics"}


def _everything(kubectl: Kubectl) -> set[str]:
    kinds = kubectl.run("api-resources", "--verbs=list", "-o", "name").split()
    columns = "custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name"
    lines = kubectl.run("get", ",".join(kinds), "-A", "--no-headers", "-o", columns).splitlines()
    return {" ".join(line.split()) for line in lines if line.split()[0] not in _TRANSIENT}


def test_deleting_the_manifests_leaves_nothing_behind(running_cluster: Cluster, tmp_path: Path) -> None:
    cluster = running_cluster
    environment = environment_of("development").evolve(
        namespace="kgc-leaving", lockchain=Lockchain(storage_size="1Gi"), disruption_budget=None
    )
    leaving = deploy(environment, tmp_path, cluster.kubectl)
    define(cluster.kubectl, custom_kinds(leaving.objects))
    before = _everything(cluster.kubectl)
    leaving.apply()
    leaving.wait_until_complete()
    made = _everything(cluster.kubectl) - before
    assert {line.split()[0] for line in made} >= {found["kind"] for found in leaving.objects}
    cluster.kubectl.run("delete", "-f", tmp_path, "--timeout=60s")
    mine = {line for line in made if "kgc-leaving" in line or line.split()[0] == "PersistentVolume"}
    wait_for(lambda: not (mine & _everything(cluster.kubectl)), what="everything is gone", within=60, every=1)
