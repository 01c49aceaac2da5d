"""A whole Kubernetes cluster on loopback: a real control plane, and simulated nodes in three zones."""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.servers.apiserver import ApiServer, start_apiserver
from tests.servers.assets import component, node_simulator
from tests.servers.etcd import start_etcd
from tests.servers.identity_provider import IdentityProvider
from tests.servers.kubeconfig import write_kubeconfig
from tests.servers.kubectl import Kubectl
from tests.servers.managers import start_controller_manager, start_scheduler
from tests.servers.nodes import SIMULATED, STORAGE_CLASS, node, start_nodes
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.requirements import lacking, need, program
from tests.servers.tls import Authority
from tests.servers.waiting import wait_for

OURS = "kgc"
"""How the names of all namespaces begin that the tests make."""


@dataclass(frozen=True)
class ControlPlane:
    """What only a cluster of our own lets a test see and touch."""

    api: ApiServer
    authority: Authority
    servers: tuple[Server, ...]
    behind_pods: int
    """The port of this machine that `kubectl port-forward` to any simulated pod leads to."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that answers; `own` is None when a person's KUBECONFIG named it."""

    kubectl: Kubectl
    own: ControlPlane | None

    @property
    def url(self) -> str:
        """Where its API server is."""
        return self._configured("server")

    @property
    def authority(self) -> str:
        """The certificate of whoever vouches for its API server, as PEM."""
        return base64.b64decode(self._configured("certificate-authority-data", "--raw", "--flatten")).decode().strip()

    @property
    def identity_provider(self) -> IdentityProvider:
        """As whom it issues tokens."""
        return IdentityProvider.of(self.kubectl)

    @property
    def runs_any_image(self) -> bool:
        """Whether its nodes are simulated: only those run images that exist nowhere."""
        nodes = self.kubectl.items("nodes")
        return bool(nodes) and all(SIMULATED in node["metadata"].get("annotations", {}) for node in nodes)

    def _configured(self, name: str, *flags: str) -> str:
        path = f"jsonpath={{.clusters[0].cluster.{name}}}"
        return self.kubectl.run("config", "view", "--minify", *flags, "--output", path).strip()


@contextmanager
def given_cluster() -> Iterator[Cluster | None]:
    """The cluster that KUBECONFIG names, or None when it names none."""
    path = os.environ.get("KUBECONFIG")
    if not path:
        yield None
        return
    assets = os.environ.get("KUBEBUILDER_ASSETS")
    own = [Path(assets)] if assets else []
    kubectl = need(program("kubectl", *own), "kubectl", install="kubectl from https://kubernetes.io/docs/tasks/tools")
    cluster = Cluster(Kubectl(kubectl, Path(path)), None)
    if _our_namespaces(cluster):
        lacking(f"a cluster without namespaces {OURS}*", install="nothing, but delete them, or unset KUBECONFIG")
    try:
        yield cluster
    finally:
        if left := _our_namespaces(cluster):
            cluster.kubectl.run("delete", "namespace", *left, "--timeout=120s")


def _our_namespaces(cluster: Cluster) -> list[str]:
    names = [namespace["metadata"]["name"] for namespace in cluster.kubectl.items("namespaces")]
    return [name for name in names if name.startswith(OURS)]


@contextmanager
def own_cluster(folder: Path, *, nodes: int = 6) -> Iterator[Cluster]:
    """A cluster with `nodes` simulated nodes; it ends with the block, the store last."""
    authority = Authority(folder / "pki", "kubernetes-tests")
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder / "etcd", ignore_errors=True)
        etcd = start_etcd(folder, authority)
        ending.callback(etcd.server.kill)  # its data are removed next: a graceful end would only cost time
        api = start_apiserver(folder, authority, etcd)
        ending.callback(api.server.stop)
        kubeconfig = write_kubeconfig(folder / "kubeconfig", server=api.url, identity=api.administrator)
        kubectl = Kubectl(component("kubectl"), kubeconfig, folder / "kubectl-cache")
        others = []
        for start in (start_controller_manager, start_scheduler):
            others.append(start(folder, authority, api))
            ending.callback(others[-1].stop)
        behind_pods = free_port()
        others.append(start_nodes(folder, kubeconfig, authority, behind_pods))
        ending.callback(others[-1].stop)
        kubectl.apply([node(number) for number in range(nodes)])
        kubectl.apply([yaml.safe_load((node_simulator().stages / STORAGE_CLASS).read_text(encoding="utf-8"))])
        kubectl.run("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s")
        wait_for(
            lambda: kubectl.try_run("get", "serviceaccount", "default").code == 0,
            what="the controllers make the account that pods run under",
        )
        yield Cluster(kubectl, ControlPlane(api, authority, (etcd.server, api.server, *others), behind_pods))
