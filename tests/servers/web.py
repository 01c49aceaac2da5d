"""A small HTTP client: what a test asks a server, and nothing hidden between."""

import http.client
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.servers.tls import Identity


@dataclass(frozen=True)
class Reply:
    """An answer, whatever its status."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body) if self.body else None


Send = Callable[..., Reply]
"""Sends method, path and perhaps a body."""


class WebClient:
    """Sends requests to one server, each over a connection of its own unless it is kept."""

    def __init__(
        self,
        url: str,
        *,
        authority: Path | None = None,
        identity: Identity | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30.0,
    ) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._port = parts.port
        self._prefix = parts.path.rstrip("/")
        self._headers = dict(headers or {})
        self._timeout = timeout
        self._context: ssl.SSLContext | None = None
        if parts.scheme == "https":
            self._context = ssl.create_default_context(cafile=authority)
            if identity is not None:
                self._context.load_cert_chain(identity.certificate, identity.key)

    def send(self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Reply:
        """One request; a body is sent as JSON unless it is bytes."""
        connection = self._connect()
        try:
            return self._exchange(connection, method, path, body, headers)
        finally:
            connection.close()

    @contextmanager
    def kept(self) -> Iterator[Send]:
        """Sends many requests over one connection, as `send` does."""
        connection = self._connect()
        try:
            yield partial(self._exchange, connection)
        finally:
            connection.close()

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        sent = {"Content-Type": "application/json", **self._headers, **(headers or {})}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, self._prefix + path, body=data, headers=sent)
        response = connection.getresponse()
        return Reply(response.status, response.read())

    def answers(self, path: str) -> bool:
        """Whether a GET of `path` succeeds; no connection yet is an answer too."""
        try:
            return self.send("GET", path).ok
        except OSError:
            return False

    def _connect(self) -> http.client.HTTPConnection:
        if self._context is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._context)
