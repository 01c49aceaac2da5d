"""Environments whose certificate the endpoint can issue."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from tests.servers.aws import ACCOUNT, Aws
from tests.terraform.certificate.applying import hosted_zone
from tests.terraform.certificate.documents import environment

Make = Callable[..., Environment]


@pytest.fixture(scope="session")
def zone(aws_endpoint: Aws) -> Iterator[str]:
    """A hosted zone of the endpoint."""
    found = hosted_zone(aws_endpoint, "example.com")
    yield found
    aws_endpoint.client("route53").delete_hosted_zone(Id=found)


@pytest.fixture(scope="session")
def make(zone: str) -> Make:
    """Makes an environment with a name and certificate of its own; of RSA, which is what the endpoint remembers."""

    def make(name: str, **certificate: Any) -> Environment:
        values = {"zone_id": zone, "account_id": ACCOUNT, "key_algorithm": "RSA_2048", "caa": False, **certificate}
        return environment("dev", domain=f"{name}.example.com", **values).evolve(name=name)

    return make
