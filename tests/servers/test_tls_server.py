"""A client that connects and says nothing holds up neither the others nor the end."""

import http.server
import socket
import threading
from pathlib import Path

import pytest

from tests.servers.tls import Authority
from tests.servers.tls_server import TlsServer
from tests.servers.web import WebClient


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class names it
        """Say nothing."""


@pytest.mark.timeout(30)
def test_who_says_nothing_holds_up_nobody(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "tests")
    server = TlsServer(0, Handler, authority.issue("server").server_context())
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with socket.create_connection(("127.0.0.1", port)):
        client = WebClient(f"https://localhost:{port}", authority=authority.certificate, timeout=5)
        assert client.send("GET", "/").status == 204
        server.shutdown()
        thread.join(timeout=5)
        assert not thread.is_alive()
    server.server_close()
