"""The question to the new version: asked as the kubelet asks it, through a tunnel that ends with it."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.smoke_test import smoke_test
from kgc_constructs.settings import Environment
from tests.operations.deployment.stand_ins import Reply, StandIns
from tests.servers.ports import free_port

TUNNEL = """#!{python}
import os, pathlib, sys, time
here = pathlib.Path(__file__).parent
(here / "calls").write_text(" ".join(sys.argv[1:]))
(here / "pid").write_text(str(os.getpid()))
print("Forwarding from 127.0.0.1:{port} -> 3000", flush=True)
time.sleep(600)
"""


@contextmanager
def sidecar(*statuses: int) -> Iterator[tuple[int, list[str]]]:
    """Answers with these statuses in turn, the last for ever, and remembers what was asked."""
    asked: list[str] = []

    class Sidecar(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the standard library's name
            asked.append(f"{self.path} {self.headers.get('X-Forwarded-Proto')}")
            self.send_response(statuses[min(len(asked), len(statuses)) - 1])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Sidecar) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


def tunnel_to(programs: StandIns, port: int) -> None:
    (programs.folder / "kubectl").write_text(TUNNEL.format(python=sys.executable, port=port), encoding="utf-8")


def tunnel_is_gone(folder: Path) -> bool:
    try:
        os.kill(int((folder / "pid").read_text(encoding="utf-8")), 0)
    except ProcessLookupError:
        return True
    return False


def test_it_asks_the_readiness_path_with_the_probes_headers(development: Environment, programs: StandIns) -> None:
    with sidecar(200) as (port, asked):
        tunnel_to(programs, port)
        smoke_test(Cluster.of(development), development)
    assert asked == ["/ready https"]
    call = (programs.folder / "calls").read_text(encoding="utf-8")
    assert re.fullmatch("port-forward --address=127.0.0.1 --namespace kgc-sidecar service/kgc-sidecar :3000", call)
    assert tunnel_is_gone(programs.folder)


def test_one_refusal_may_be_the_old_version_saying_goodbye(development: Environment, programs: StandIns) -> None:
    with sidecar(503, 200) as (port, asked):
        tunnel_to(programs, port)
        smoke_test(Cluster.of(development), development)
    assert len(asked) == 2


def test_a_version_that_goes_on_refusing_fails(development: Environment, programs: StandIns) -> None:
    with sidecar(503) as (port, asked):
        tunnel_to(programs, port)
        with pytest.raises(OperationError, match="does not answer /ready: HTTP 503"):
            smoke_test(Cluster.of(development), development)
    assert len(asked) == 3
    assert tunnel_is_gone(programs.folder)


def test_so_does_one_that_says_nothing(development: Environment, programs: StandIns) -> None:
    tunnel_to(programs, free_port())
    with pytest.raises(OperationError, match=r"does not answer /ready: .*refused"):
        smoke_test(Cluster.of(development), development)


def test_without_a_tunnel_kubectl_says_why(development: Environment, programs: StandIns) -> None:
    programs.answer("port-forward", Reply(1, err="error: timed out waiting\nfor the condition"))
    with pytest.raises(OperationError, match=r"could not reach a pod .*: error: timed out waiting for"):
        smoke_test(Cluster.of(development), development)
