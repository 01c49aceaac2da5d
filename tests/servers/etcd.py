"""etcd: where the API server keeps everything."""

from dataclasses import dataclass
from pathlib import Path

from tests.servers.assets import component
from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.tls import Authority, Identity
from tests.servers.web import WebClient


@dataclass(frozen=True)
class Etcd:
    """A running store with one member."""

    server: Server
    url: str
    client: Identity


def start_etcd(folder: Path, authority: Authority) -> Etcd:
    """Start it in `folder`; only holders of a certificate of `authority` may read it."""
    identity = authority.issue("etcd")
    client = authority.issue("etcd-client")
    url = f"https://127.0.0.1:{free_port()}"
    peers = f"https://127.0.0.1:{free_port()}"
    server = Server(
        "etcd",
        [
            component("etcd"),
            "--name=tests",
            f"--data-dir={folder / 'etcd'}",
            f"--listen-client-urls={url}",
            f"--advertise-client-urls={url}",
            f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}",
            f"--initial-cluster=tests={peers}",
            "--client-cert-auth",
            f"--trusted-ca-file={identity.authority}",
            f"--cert-file={identity.certificate}",
            f"--key-file={identity.key}",
            "--peer-auto-tls",
            "--unsafe-no-fsync",  # nobody needs these data after a power cut
            "--log-level=warn",
        ],
        log=folder / "etcd.log",
    ).start()
    web = WebClient(url, authority=identity.authority, identity=client)
    server.wait_until(lambda: web.answers("/health"))
    return Etcd(server, url, client)
