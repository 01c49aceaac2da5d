"""How a test asks an API server many things: generated cases, the same on every run, over one connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

from tests.servers.apiserver import ApiServer
from tests.servers.web import Send, WebClient

__all__ = ["client_of", "connection", "many"]


def many(count: int) -> settings:
    """So many cases."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def client_of(api: ApiServer) -> WebClient:
    """An administrator's client."""
    return WebClient(api.url, authority=api.administrator.authority, identity=api.administrator)


@contextmanager
def connection(api: ApiServer) -> Iterator[Send]:
    """An administrator's connection, until the block ends."""
    with client_of(api).kept() as send:
        yield send
