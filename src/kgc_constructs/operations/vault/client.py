"""The one place that speaks to Vault: every failure becomes one sentence that names the request, never its body."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from kgc_constructs.operations.errors import OperationError, missing_input
from kgc_constructs.operations.vault.server import VaultServer

if TYPE_CHECKING:
    from datetime import datetime

    from requests.adapters import HTTPAdapter

__all__ = ["Answer", "VaultClient", "VaultError"]

_TIMEOUT_SECONDS = 30
_TIMES_ASKED_AGAIN = 6  # after 0, 0.5, 1, 2, 4 and 8 s: the limit counts anew every second
_STARTING = "unavailable for a brief period"
"""What Vault says of a key-value mount that it has just made: it prepares it in the background."""
_PATIENCE_SECONDS = 30
_PAUSE_SECONDS = 0.2
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _TOO_MANY, _UNAVAILABLE = 400, 403, 404, 429, 503


class VaultError(OperationError):
    """Vault answered no, or did not answer. `status` is HTTP's, 0 without an answer."""

    def __init__(self, sentence: str, *, status: int = 0, errors: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.errors = errors


@dataclass(frozen=True)
class Answer:
    """What Vault said. `body` may hold secrets, so that it shows in no representation."""

    status: int
    body: Mapping[str, Any] = field(repr=False)
    date: datetime
    """When, by the server's clock: ages must not depend on the clock of whoever asks."""

    @property
    def ok(self) -> bool:
        """Whether Vault did what it was asked."""
        return self.status < _BAD_REQUEST

    @property
    def data(self) -> Mapping[str, Any]:
        """The part that most answers keep their content in."""
        return self.body.get("data") or {}


class VaultClient:
    """Asks one server, as the holder of one token or as nobody."""

    def __init__(self, server: VaultServer, token: str = "") -> None:
        self.server = server
        self._adapter = _hvac().adapters.RawAdapter(
            base_uri=server.url,
            token=token or None,
            verify=server.authority or True,
            namespace=server.namespace,
            timeout=_TIMEOUT_SECONDS,
        )
        self._adapter.session.mount(server.url, _patient())

    def get(self, path: str, *, allow: tuple[int, ...] = ()) -> Answer:
        """Read `path`."""
        return self._ask("get", path, None, allow)

    def list(self, path: str, *, allow: tuple[int, ...] = ()) -> Answer:
        """List what is below `path`."""
        return self._ask("list", path, None, allow)

    def post(self, path: str, body: Mapping[str, object] | None = None, *, allow: tuple[int, ...] = ()) -> Answer:
        """Write `body` to `path`."""
        return self._ask("post", path, body or {}, allow)

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None, allow: tuple[int, ...]) -> Answer:
        """One request; a status in `allow` is an answer like success. A mount that is about to be ready is waited for.

        Raises:
            VaultError: if the server cannot be reached, is sealed or refuses.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            answer = self._send(method, path, body)
            if not _is_starting(answer) or time.monotonic() > deadline:
                break
            time.sleep(_PAUSE_SECONDS)  # between two attempts: Vault tells nobody when it is ready
        if not answer.ok and answer.status not in allow:
            raise _refusal(answer, method, path, self.server)
        return answer

    def _send(self, method: str, path: str, body: Mapping[str, object] | None) -> Answer:
        import requests  # noqa: PLC0415  # arrives with hvac, and only those who talk to Vault pay for it

        try:
            response = self._adapter.request(method, f"/v1/{path}", json=body, raise_exception=False)
        except requests.exceptions.SSLError:
            hint = "name the file of the authority that signed it by VAULT_CACERT"
            raise VaultError(f"The certificate of Vault at {self.server.url} cannot be trusted: {hint}.") from None
        except requests.exceptions.Timeout:
            raise VaultError(f"Vault at {self.server.url} did not answer within {_TIMEOUT_SECONDS} s.") from None
        except requests.exceptions.RequestException:
            hint = "is it running, and is VAULT_ADDR how this machine reaches it?"
            raise VaultError(f"Vault at {self.server.url} cannot be reached: {hint}") from None
        return _answer(response, self.server)


def _patient() -> HTTPAdapter:
    """Asks again what a rate limit refused: it was not carried out, so that this is safe for writes too.

    Pods, pipelines and people behind one address share the limit of the environment's mount.
    """
    from requests.adapters import HTTPAdapter  # noqa: PLC0415  # as above
    from urllib3.util import Retry  # noqa: PLC0415

    return HTTPAdapter(
        max_retries=Retry(
            total=None,
            connect=0,
            read=False,  # that is: 0, and a timeout stays one
            status=_TIMES_ASKED_AGAIN,
            other=0,
            status_forcelist={_TOO_MANY},
            allowed_methods=None,  # all
            respect_retry_after_header=False,  # a server could make us wait for hours
            backoff_factor=0.25,
            raise_on_status=False,
        )
    )


def _hvac() -> Any:
    try:
        import hvac.adapters  # type: ignore[import-untyped]  # noqa: PLC0415  # only those who talk to Vault need it
    except ImportError:
        reason = "the commands that talk to Vault use it"
        install = "the extra `vault`: pip install 'kgc-constructs[vault]'"
        raise missing_input("hvac", "not installed", install, reason) from None
    return hvac


def _answer(response: Any, server: VaultServer) -> Answer:
    try:
        body = {**response.json()} if response.content else {}
        return Answer(response.status_code, body, parsedate_to_datetime(response.headers["Date"]))
    except (ValueError, KeyError, TypeError):
        raise VaultError(
            f"What answers at {server.url} is not Vault (HTTP {response.status_code}).", status=response.status_code
        ) from None


def _is_starting(answer: Answer) -> bool:
    return answer.status == _BAD_REQUEST and any(_STARTING in error for error in _errors(answer))


def _errors(answer: Answer) -> tuple[str, ...]:
    return tuple(str(error).strip() for error in answer.body.get("errors") or ())


def _refusal(answer: Answer, method: str, path: str, server: VaultServer) -> VaultError:
    errors = _errors(answer)
    detail = "; ".join(" ".join(error.split()) for error in errors) or "no reason given"
    request = f"{method.upper()} {path}"
    sentences = {
        _FORBIDDEN: f"Vault refused {request}: {detail}. The token is expired, or its policies do not allow this.",
        _NOT_FOUND: f"Vault knows nothing at {path} ({detail}): is the environment's Vault stack applied?",
        _TOO_MANY: f"Vault refused {request} {_TIMES_ASKED_AGAIN + 1} times: {detail}. "
        "Others behind this address ask too much, or `vault.rate_limit` is too low.",
        _UNAVAILABLE: f"Vault at {server.url} is not ready for {request}: {detail}. "
        "If it is sealed, share holders open it by `kgc vault unseal`.",
    }
    sentence = sentences.get(answer.status, f"Vault refused {request} (HTTP {answer.status}): {detail}.")
    return VaultError(sentence, status=answer.status, errors=errors)
