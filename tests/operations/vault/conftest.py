"""A real Vault for the operations: fresh ones to initialise, and one that holds a rendered environment."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.operations.vault import VaultServer as Address
from kgc_constructs.settings import Environment
from tests.conftest import APPS
from tests.operations.kgc import Kgc
from tests.operations.vault.store import Store, open_store
from tests.servers.postgres import Postgres, postgres
from tests.servers.vault import VaultServer


@pytest.fixture(scope="session")
def e2e() -> Environment:
    """The environment of the end-to-end tests, as apps/ has it."""
    return load_environment("e2e", APPS)


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[VaultServer]:
    """A server that runs and is not initialised."""
    folder = tmp_path / "server"
    folder.mkdir()
    server = VaultServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.server.stop()


@pytest.fixture
def address(new_server: VaultServer) -> Address:
    """Where the new server is, as the library is told."""
    return Address(url=new_server.url, authority=str(new_server.authority))


@pytest.fixture
def kgc(tmp_path: Path, new_server: VaultServer) -> Kgc:
    """The command, pointed at the new server."""
    return Kgc(tmp_path, {"VAULT_ADDR": new_server.url, "VAULT_CACERT": str(new_server.authority)})


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of our own."""
    log = tmp_path_factory.mktemp("postgres") / "postgres.log"
    with postgres(log, password=secrets.token_urlsafe()) as server:
        yield server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, e2e: Environment, postgres_server: Postgres) -> Iterator[Store]:
    """An open server with the Vault stack of the e2e environment, applied by the operator's token."""
    with open_store(tmp_path_factory.mktemp("store"), e2e, postgres_server) as opened:
        yield opened


@pytest.fixture
def at_store(tmp_path: Path, store: Store) -> Kgc:
    """The command, as the operator of the store."""
    variables = {
        "VAULT_ADDR": store.server.url,
        "VAULT_CACERT": str(store.server.authority),
        "VAULT_TOKEN": store.token,
    }
    command = Kgc(tmp_path, variables)
    command.describe(store.settings)
    return command
