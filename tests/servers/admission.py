"""A Kubernetes API server without controllers or nodes: what it admits, and what it makes of what it admits."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.apiserver import start_apiserver
from tests.servers.etcd import start_etcd
from tests.servers.tls import Authority
from tests.servers.web import Send, WebClient


@contextmanager
def admission(folder: Path) -> Iterator[Send]:
    """Sends requests to a server of our own over one connection, as an administrator; it ends with the block."""
    authority = Authority(folder / "pki", "admission-tests")
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder / "etcd", ignore_errors=True)
        etcd = start_etcd(folder, authority)
        ending.callback(etcd.server.kill)
        api = start_apiserver(folder, authority, etcd)
        ending.callback(api.server.stop)
        web = WebClient(api.url, authority=authority.certificate, identity=api.administrator)
        yield ending.enter_context(web.kept())
