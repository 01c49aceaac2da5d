"""The controllers and the scheduler: what makes desired state become actual state."""

from pathlib import Path

from tests.servers.apiserver import ApiServer
from tests.servers.assets import component
from tests.servers.kubeconfig import write_kubeconfig
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.tls import Authority
from tests.servers.web import WebClient


def start_controller_manager(folder: Path, authority: Authority, api: ApiServer) -> Server:
    """Start all controllers, each with the rights of its own account."""
    return _start(
        "kube-controller-manager",
        folder,
        authority,
        api,
        "--use-service-account-credentials",
        f"--service-account-private-key-file={api.service_accounts.private}",
        f"--root-ca-file={authority.certificate}",
        f"--cluster-signing-cert-file={authority.certificate}",
        f"--cluster-signing-key-file={authority.key}",
        # How often the autoscaler looks, and how long it distrusts a young pod; policies stay those of each object.
        "--horizontal-pod-autoscaler-sync-period=2s",
        "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
        "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
    )


def start_scheduler(folder: Path, authority: Authority, api: ApiServer) -> Server:
    """Start the scheduler with its usual settings."""
    return _start("kube-scheduler", folder, authority, api)


def _start(name: str, folder: Path, authority: Authority, api: ApiServer, *flags: str) -> Server:
    identity = authority.issue(f"system:{name}")
    port = free_port()
    kubeconfig = write_kubeconfig(folder / f"{name}.kubeconfig", server=api.url, identity=identity)
    server = Server(
        name,
        [
            component(name),
            f"--kubeconfig={kubeconfig}",
            f"--authentication-kubeconfig={kubeconfig}",
            f"--authorization-kubeconfig={kubeconfig}",
            "--bind-address=127.0.0.1",
            f"--secure-port={port}",
            f"--tls-cert-file={identity.certificate}",
            f"--tls-private-key-file={identity.key}",
            "--leader-elect=false",  # there is only one, and an election costs seconds
            *flags,
        ],
        log=folder / f"{name}.log",
    ).start()
    web = WebClient(f"https://localhost:{port}", authority=authority.certificate)
    return server.wait_until(lambda: web.answers("/healthz"))
