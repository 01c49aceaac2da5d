"""An AWS endpoint on loopback (moto), or the one that AWS_ENDPOINT_URL names."""

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.requirements import need
from tests.servers.web import WebClient

REGION = "eu-central-1"
ACCOUNT = "123456789012"  # the account that moto plays


@dataclass(frozen=True)
class Aws:
    """An endpoint that answers for all services, and credentials that it accepts."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What Terraform and every AWS client need to reach it and nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID", "testing"),
            "AWS_SECRET_ACCESS_KEY": os.environ.get("AWS_SECRET_ACCESS_KEY", "testing"),
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, service: str, *, region: str = REGION) -> Any:
        """A boto3 client of one service."""
        boto3 = importlib.import_module("boto3")  # a second of import that only the AWS tests need
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
        )


@contextmanager
def aws(folder: Path) -> Iterator[Aws]:
    """The endpoint of AWS_ENDPOINT_URL, or else one of our own with nothing in it."""
    given = os.environ.get("AWS_ENDPOINT_URL")
    if given:
        yield Aws(given)
        return
    with own_aws(folder) as own:
        yield own


@contextmanager
def own_aws(folder: Path) -> Iterator[Aws]:
    """An endpoint that nobody else uses."""
    need(importlib.util.find_spec("moto.server"), "an AWS endpoint", install="`pip install 'moto[server]'`")
    port = free_port()
    environment = {
        **os.environ,
        "MOTO_ACM_VALIDATION_WAIT": "1",  # seconds until a certificate is issued; AWS takes minutes
    }
    server = Server(
        "moto",
        [sys.executable, "-P", Path(__file__).with_name("aws_endpoint.py"), "-H", "127.0.0.1", "-p", str(port)],
        log=folder / "moto.log",
        env=environment,
    )
    web = WebClient(f"http://127.0.0.1:{port}")
    try:
        server.start().wait_until(lambda: web.answers("/moto-api/"))
        yield Aws(f"http://127.0.0.1:{port}")
    finally:
        server.stop()
