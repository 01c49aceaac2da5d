"""The server's API as the applier uses it: read, write, remove."""

from collections.abc import Mapping
from typing import Any

from tests.e2e.applier.errors import ApplierError
from tests.servers.web import WebClient

_ABSENT = (400, 404)  # some paths answer 400 for what is not there


class ServerApi:
    """Speaks to one server with one token."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def read(self, path: str) -> Mapping[str, Any] | None:
        """What is at `path`, or None when nothing is."""
        reply = self._client.send("GET", f"/{path}")
        if reply.status in _ABSENT:
            return None
        if not reply.ok:
            raise ApplierError(f"reading {path}: {reply.status} {_errors(reply.body)}")
        document: Mapping[str, Any] = reply.json()
        data: Mapping[str, Any] = document.get("data") or document
        return data

    def write(self, path: str, body: Mapping[str, Any]) -> None:
        """Send a request; what the server refuses is an error without the body, which may hold secrets."""
        reply = self._client.send("POST", f"/{path}", body)
        if not reply.ok:
            raise ApplierError(f"writing {path}: {reply.status} {_errors(reply.body)}")

    def remove(self, path: str) -> None:
        """Remove what is at `path`; that nothing is there is no error."""
        reply = self._client.send("DELETE", f"/{path}")
        if not reply.ok and reply.status not in _ABSENT[1:]:
            raise ApplierError(f"removing {path}: {reply.status} {_errors(reply.body)}")


def _errors(body: bytes) -> str:
    return body.decode(errors="replace")[:500]
