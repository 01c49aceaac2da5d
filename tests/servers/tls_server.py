"""An HTTP server behind TLS that nobody can hold up."""

import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PATIENCE = 10.0  # seconds for a handshake


class TlsServer(ThreadingHTTPServer):
    """Shakes hands in each connection's own thread.

    Around the listening socket, a client that connects and says nothing would keep everybody else waiting, and the
    end of the server too.
    """

    daemon_threads = True

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self._context = context

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        request.settimeout(_PATIENCE)
        try:
            encrypted = self._context.wrap_socket(request, server_side=True)
        except OSError:
            return  # it went away, or is nobody we know
        with encrypted:
            encrypted.settimeout(None)
            super().finish_request(encrypted, client_address)
