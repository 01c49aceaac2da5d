"""An open Vault that holds the rendered Vault stack of one environment, beside a real PostgreSQL."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgc_constructs.operations.vault import KeyHolders, VaultClient, initialise
from kgc_constructs.operations.vault import VaultServer as Address
from kgc_constructs.settings import Environment, JwtLogin
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.rendering import render_terraform
from tests.e2e.applier import Applier
from tests.operations.vault.identity import Cluster
from tests.servers.postgres import Postgres
from tests.servers.vault import VaultServer

FAST = 100_000.0
"""Requests per second: tests ask more than any client, and all of them from one address."""


@dataclass(frozen=True)
class Store:
    """One environment on one server."""

    server: VaultServer
    settings: Environment
    address: Address
    token: str = field(repr=False)
    """The operator's, which `initialise` made."""

    cluster: Cluster
    database_password: str = field(repr=False)

    @property
    def client(self) -> VaultClient:
        """Speaks as the operator."""
        return VaultClient(self.address, self.token)

    @property
    def names(self) -> VaultNames:
        """What things are called there."""
        return VaultNames.of(self.settings)

    def value(self, secret: str, version: int = 0) -> Mapping[str, Any]:
        """What the store holds, read past the library."""
        reply = self.server.client(self.token).send("GET", f"/{self.names.secret(secret)}?version={version}")
        return reply.json()["data"]["data"] or {} if reply.ok else {}

    def reopen(self) -> None:
        """Start the server again after it was killed, with the shares of the first three holders."""
        self.server.start()
        files = sorted(self.server.server.log.parent.glob("holder-*/share"))
        self.server.unseal([file.read_text(encoding="utf-8").strip() for file in files[:3]])

    def rotator(self) -> VaultClient:
        """Speaks with the rotate policy alone, as the pod and the pipelines do."""
        jwt = self.cluster.token(self.settings, "rotation")
        login = {"role": self.names.rotation_role, "jwt": jwt}
        answer = VaultClient(self.address).post(f"auth/{self.names.auth_mount}/login", login)
        return VaultClient(self.address, answer.body["auth"]["client_token"])


@contextmanager
def open_store(folder: Path, environment: Environment, database: Postgres) -> Iterator[Store]:
    """Initialise a fresh server as the product does, then apply the stack with the token that this leaves."""
    cluster, password = Cluster(), secrets.token_urlsafe()
    server = VaultServer(folder)
    settings = environment.evolve(
        vault={"address": server.url, "rate_limit": FAST},
        database={"url": f"postgresql://{database.host}:{database.port}/kgc"},
        pod_login=JwtLogin(issuer=cluster.issuer, public_keys=(cluster.public_key,)),
        certificate=None,
        exposure=None,
        tls=None,
    )
    address = Address(url=server.url, authority=str(server.authority))
    try:
        server.start()
        token_file = folder / "operator-token"
        initialise(address, settings, KeyHolders(share_files=share_files(folder, settings), token_file=token_file))
        _prepare(database, settings, password)
        token = token_file.read_text(encoding="utf-8").strip()
        _apply(settings, server, token, folder, password)
        yield Store(server, settings, address, token, cluster, password)
    finally:
        server.server.stop()


def give_admin_password(store: Store, database: Postgres) -> None:
    """What a person does where PostgreSQL refuses Vault: set another password there, and hand it to the Vault stack."""
    password = secrets.token_urlsafe()
    with database.connect() as connection:
        connection.execute(f"ALTER ROLE \"{store.settings.database.admin_username}\" PASSWORD '{password}'")
    version = store.settings.database.admin_password_version + 1
    settings = store.settings.evolve(database={"admin_password_version": version})
    _apply(settings, store.server, store.token, store.server.server.log.parent, password)


def _apply(settings: Environment, server: VaultServer, token: str, folder: Path, password: str) -> None:
    render_terraform(settings, folder / "rendered")
    document = folder / "rendered" / "stacks" / f"vault-{settings.slug}" / "cdk.tf.json"
    given = {"vault_db_admin_password": password}
    Applier(server.client(token), document, state=folder / "state.json", variables=given).apply()


def share_files(folder: Path, settings: Environment) -> list[Path]:
    """A file for each share, each in a folder of its own."""
    files = [folder / f"holder-{number}" / "share" for number in range(1, settings.vault.quorum_shares + 1)]
    for file in files:
        file.parent.mkdir()
    return files


def _prepare(database: Postgres, settings: Environment, password: str) -> None:
    """What a database's owner does before Vault can manage logins there."""
    admin, owner = settings.database.admin_username, settings.database.username
    with database.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [admin]).fetchone() is None:
            connection.execute("CREATE DATABASE kgc")
            connection.execute(f'CREATE ROLE "{owner}" NOLOGIN')
            connection.execute(f'CREATE ROLE "{admin}" LOGIN CREATEROLE')
            connection.execute(f'GRANT "{owner}" TO "{admin}" WITH ADMIN OPTION')
        connection.execute(f"ALTER ROLE \"{admin}\" PASSWORD '{password}'")
