"""`kgc vault seed` on a real server: what is missing is made there, what exists is kept, nothing is shown."""

import base64
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kgc_constructs.operations.vault import seed
from kgc_constructs.settings.vault_names import API_CREDENTIALS, DATABASE_CREDENTIALS, ENCRYPTION_CREDENTIALS, SECRETS
from tests.e2e.encodings import leaks
from tests.operations.kgc import Kgc
from tests.operations.vault.arguments import arguments_seen
from tests.operations.vault.store import Store
from tests.servers.vault import asked

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def empty(store: Store) -> None:
    """No secret was ever written."""
    for secret in SECRETS:
        store.server.client(store.token).send("DELETE", f"/{store.names.secret_metadata(secret)}")


def outcomes(store: Store) -> dict[str, str]:
    return {each.secret: each.outcome for each in seed(store.rotator(), store.settings)}


def test_every_secret_has_the_shape_that_the_sidecar_reads(store: Store) -> None:
    assert outcomes(store) == dict.fromkeys(SECRETS, "generated")
    assert re.fullmatch("[0-9a-f]{64}", store.value(API_CREDENTIALS)["api_key"])
    key = store.value(ENCRYPTION_CREDENTIALS)
    assert len(base64.b64decode(key["encryption_key"], validate=True)) == 32
    assert key["algorithm"] == "AES-256-GCM"
    login = store.value(DATABASE_CREDENTIALS)
    assert set(login) == {"url", "username", "password"}
    assert len(login["password"]) == store.settings.vault.password_length
    url = urlsplit(login["url"])
    assert (url.username, unquote(url.password or "")) == (login["username"], login["password"])
    assert f"{url.hostname}:{url.port}" in store.settings.database.url


def test_a_second_run_keeps_everything(store: Store) -> None:
    outcomes(store)
    before = [store.value(secret) for secret in SECRETS]
    assert outcomes(store) == dict.fromkeys(SECRETS, "kept")
    assert [store.value(secret) for secret in SECRETS] == before


def test_what_a_person_wrote_is_never_overwritten(store: Store) -> None:
    theirs = {"options": {"cas": 0}, "data": {"api_key": "theirs"}}
    asked(store.server.client(store.token), "POST", f"/{store.names.secret(API_CREDENTIALS)}", theirs)
    assert outcomes(store)[API_CREDENTIALS] == "kept"
    assert store.value(API_CREDENTIALS) == {"api_key": "theirs"}


def test_what_a_person_deleted_is_for_a_person_to_judge(store: Store, at_store: Kgc) -> None:
    outcomes(store)
    asked(store.server.client(store.token), "DELETE", f"/{store.names.secret(API_CREDENTIALS)}")
    ended = at_store.run("vault", "seed", "e2e")
    assert ended.code == 1
    assert "api-credentials: deleted" in ended.out
    assert "undelete" in ended.err
    assert store.value(API_CREDENTIALS) == {}


def test_ten_at_once_agree_on_one_value(store: Store) -> None:
    clients = [store.rotator() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda client: seed(client, store.settings), clients))
    for number, secret in enumerate(SECRETS):
        assert sorted(result[number].outcome for result in results) == ["generated", *["kept"] * 9]
        metadata = asked(store.server.client(store.token), "GET", f"/{store.names.secret_metadata(secret)}")
        assert metadata["data"]["current_version"] == 1


def test_a_given_value_is_left_to_terraform(store: Store) -> None:
    settings = store.settings.evolve(vault={"api_key": "given"})
    assert [each.outcome for each in seed(store.rotator(), settings)] == ["given", "generated", "generated"]
    assert store.value(API_CREDENTIALS) == {}


def test_no_value_is_said_or_kept_anywhere(store: Store, at_store: Kgc) -> None:
    with arguments_seen() as seen:
        ended = at_store.run("vault", "seed", "e2e")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [f"{secret}: generated" for secret in SECRETS]
    assert_nowhere(store, at_store.folder, seen, ended.out)


def assert_nowhere(store: Store, folder: Path, arguments: set[bytes], *texts: str) -> None:
    """No value, in any form, is in `texts`, in process arguments, in a file of the command, or in the server's."""
    assert [each for each in arguments if b"kgc_constructs.cli vault" in each]
    values = [value for secret in SECRETS for name, value in store.value(secret).items() if name not in PUBLIC]
    assert len(values) == 4
    written = [*contents(folder), *contents(store.server.audit_logs[0].parent)]
    assert len(written) > 2
    assert leaks(b"\n".join([*(text.encode() for text in texts), *arguments, *written]), values) == []


PUBLIC = ("algorithm", "username")


def contents(folder: Path) -> Iterator[bytes]:
    return (file.read_bytes() for file in folder.rglob("*") if file.is_file())
