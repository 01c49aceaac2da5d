"""The Kubernetes API server: TLS, RBAC, Pod Security admission, signed service-account tokens, aggregated APIs."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.assets import component
from tests.servers.etcd import Etcd
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.tls import LOOPBACK, Authority, Identity, write_private_key
from tests.servers.web import WebClient

ADMINISTRATORS = "system:masters"
_FRONT_PROXY = "front-proxy-client"


@dataclass(frozen=True)
class ServiceAccountKeys:
    """What signs the tokens of service accounts, and what verifies them."""

    private: Path
    public: Path


@dataclass(frozen=True)
class ApiServer:
    """A running API server."""

    server: Server
    url: str
    administrator: Identity
    service_accounts: ServiceAccountKeys


def start_apiserver(folder: Path, authority: Authority, etcd: Etcd) -> ApiServer:
    """Start it and wait until everything it checks of itself is ready."""
    port = free_port()
    url = f"https://localhost:{port}"
    identity = authority.issue("kube-apiserver", hosts=[*LOOPBACK, "kubernetes", "kubernetes.default.svc"])
    front_proxy = authority.issue(_FRONT_PROXY)
    kubelet_client = authority.issue("kube-apiserver-kubelet-client", groups=[ADMINISTRATORS])
    keys = _signing_keys(folder)
    server = Server(
        "kube-apiserver",
        [
            component("kube-apiserver"),
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--endpoint-reconciler-type=none",  # a loopback address is no valid endpoint
            f"--secure-port={port}",
            f"--tls-cert-file={identity.certificate}",
            f"--tls-private-key-file={identity.key}",
            f"--client-ca-file={identity.authority}",
            f"--etcd-servers={etcd.url}",
            f"--etcd-cafile={etcd.client.authority}",
            f"--etcd-certfile={etcd.client.certificate}",
            f"--etcd-keyfile={etcd.client.key}",
            "--authorization-mode=Node,RBAC",
            "--enable-admission-plugins=PodSecurity,ResourceQuota,LimitRanger",
            "--allow-privileged=true",  # so that admission is asked about such pods too
            "--service-cluster-ip-range=10.96.0.0/16",
            f"--service-account-issuer={url}",
            f"--service-account-signing-key-file={keys.private}",
            f"--service-account-key-file={keys.public}",
            f"--proxy-client-cert-file={front_proxy.certificate}",
            f"--proxy-client-key-file={front_proxy.key}",
            f"--requestheader-client-ca-file={front_proxy.authority}",
            f"--requestheader-allowed-names={_FRONT_PROXY}",
            "--requestheader-username-headers=X-Remote-User",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            f"--kubelet-client-certificate={kubelet_client.certificate}",
            f"--kubelet-client-key={kubelet_client.key}",
            f"--kubelet-certificate-authority={kubelet_client.authority}",
            "--kubelet-preferred-address-types=InternalIP",  # nobody resolves the nodes' names
            "--shutdown-delay-duration=0s",
        ],
        log=folder / "kube-apiserver.log",
    ).start()
    administrator = authority.issue("administrator", groups=[ADMINISTRATORS])
    web = WebClient(url, authority=authority.certificate, identity=administrator)
    server.wait_until(lambda: web.answers("/readyz"), within=90)
    return ApiServer(server, url, administrator, keys)


def _signing_keys(folder: Path) -> ServiceAccountKeys:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = folder / "service-accounts.pub"
    public.write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return ServiceAccountKeys(write_private_key(folder / "service-accounts.key", key), public)
