"""Each failure of a server is one sentence, and no representation shows what was asked or answered."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from pathlib import Path
from threading import Thread

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.vault import KeyHolders, VaultClient, VaultError, VaultServer, initialise
from kgc_constructs.settings import Environment
from tests.operations.vault.store import share_files
from tests.servers.ports import free_port
from tests.servers.tls import Authority
from tests.servers.tls_server import TlsServer


@contextmanager
def answering(status: int, body: bytes, authority: Authority | None = None, first: bytes = b"") -> Iterator[str]:
    """A server that always says the same, but `first` as its first refusal."""
    answers = chain([(400, first)] if first else [], repeat((status, body)))

    class Same(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the standard library's name
            status, body = next(answers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  # the standard library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    stranger = None if authority is None else authority.issue("stranger").server_context()
    with TlsServer(0, Same, stranger) if stranger else ThreadingHTTPServer(("127.0.0.1", 0), Same) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"{'https' if authority else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def sentence(url: str, **more: str) -> str:
    with pytest.raises(VaultError) as caught:
        VaultClient(VaultServer(url=url, **more)).get("sys/mounts")
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


def test_nobody_answers() -> None:
    assert "cannot be reached" in sentence(f"http://127.0.0.1:{free_port()}")


def test_a_stranger_answers(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "theirs")
    ours = Authority(tmp_path / "ours")
    with answering(200, b"{}", authority) as url:
        assert "VAULT_CACERT" in sentence(url, authority=str(ours.certificate))
        assert VaultClient(VaultServer(url=url, authority=str(authority.certificate))).get("sys/mounts").status == 200


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"7"])
@pytest.mark.parametrize("status", [200, 404])
def test_something_else_answers(status: int, body: bytes) -> None:
    with answering(status, body) as url:
        assert sentence(url) == f"What answers at {url} is not Vault (HTTP {status})."


_UPGRADING = (
    b'{"errors": ["Upgrading from non-versioned to versioned data. '
    b'This backend will be unavailable for a brief period and will resume service shortly."]}'
)


def test_a_mount_that_was_just_made_is_waited_for() -> None:
    with answering(200, b'{"data": {"version": 1}}', first=_UPGRADING) as url:
        assert VaultClient(VaultServer(url=url)).post("kv/data/new", {"data": {}}).data == {"version": 1}


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgc_constructs.operations.vault.client._PATIENCE_SECONDS", 0)
    with answering(400, _UPGRADING) as url:
        assert "unavailable for a brief period" in sentence(url)


def test_what_is_refused_for_another_reason_is_not_asked_again() -> None:
    with answering(
        200, b"{}", first=b'{"errors": ["check-and-set parameter did not match the current version"]}'
    ) as url:
        assert "did not match" in sentence(url)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "expired, or its policies do not allow"),
        (404, "Vault stack applied"),
        (429, "refused GET sys/mounts 2 times"),
        (503, "kgc vault unseal"),
    ],
)
def test_a_refusal_says_what_it_means(status: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgc_constructs.operations.vault.client._TIMES_ASKED_AGAIN", 1)
    with answering(status, b'{"errors": ["1 error occurred:\\n\\t* because\\n\\n"]}') as url:
        assert words in sentence(url)
        assert "1 error occurred: * because" in sentence(url)


def test_an_answer_does_not_show_what_it_holds() -> None:
    with answering(200, b'{"data": {"password": "hunter2"}}') as url:
        answer = VaultClient(VaultServer(url=url)).get("secret")
    assert answer.data == {"password": "hunter2"}
    assert "hunter2" not in repr(answer)


def test_without_the_extra_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hvac.adapters", None)
    with pytest.raises(InputError, match=r"pip install 'kgc-constructs\[vault\]'"):
        VaultClient(VaultServer(url="http://127.0.0.1:1"))


def test_a_server_that_opens_itself_is_left_to_its_own_command_line(e2e: Environment, tmp_path: Path) -> None:
    body = b'{"initialized": false, "sealed": true, "type": "awskms"}'
    holders = KeyHolders(share_files=share_files(tmp_path, e2e), token_file=tmp_path / "token")
    with answering(200, body) as url, pytest.raises(OperationError, match=r"opens itself \(seal awskms\)"):
        initialise(VaultServer(url=url), e2e, holders)
    assert not (tmp_path / "token").exists()
