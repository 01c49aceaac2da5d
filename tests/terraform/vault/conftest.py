"""Real servers for the tests of what Vault makes of policies and statements."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.postgres import Postgres, postgres
from tests.servers.vault import Vault, own_vault


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where servers keep logs, keys and data."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="module")
def vault(servers: Path) -> Iterator[Vault]:
    """A server of our own."""
    with own_vault(servers) as server:
        yield server


@pytest.fixture(scope="module")
def postgres_server(servers: Path) -> Iterator[Postgres]:
    """A PostgreSQL of our own."""
    with postgres(servers / "postgres.log", password=secrets.token_urlsafe()) as server:
        yield server
