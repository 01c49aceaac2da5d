"""A run that is waiting to be interrupted, with every server up; test_interruption.py starts it as a program."""

import os
import time
from pathlib import Path

import pytest

from tests.servers.aws import Aws
from tests.servers.kubernetes import Cluster
from tests.servers.postgres import Postgres
from tests.servers.vault import Vault


@pytest.fixture
def everything(cluster: Cluster, vault: Vault, postgres_server: Postgres, aws_endpoint: Aws) -> list[object]:
    """All servers there are."""
    return [cluster, vault, postgres_server, aws_endpoint]


@pytest.mark.usefixtures("everything")
def test_that_never_ends() -> None:
    Path(os.environ["UP"]).touch()
    time.sleep(600)
