"""A line that is cut refuses its clients, and one that is mended serves them again from the same server."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.servers.forwarding import Line
from tests.servers.web import WebClient


@pytest.fixture
def line() -> Iterator[Line]:
    """A line to a server that answers everything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class names it
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = Line(server.server_address[1])
    yield line
    line.cut()
    server.shutdown()
    server.server_close()


def test_it_hands_on_until_it_is_cut_and_again_when_it_is_mended(line: Line) -> None:
    client = WebClient(f"http://127.0.0.1:{line.port}")
    assert client.send("GET", "/").body == b"ok"
    line.cut()
    assert not client.answers("/")
    line.mend()
    assert client.send("GET", "/").body == b"ok"
