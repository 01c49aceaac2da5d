"""`kgc vault rotate` on a real server: one at a time, nothing lost, the version before stays readable."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.vault import RotationUnderWayError, VaultClient, VaultError, rotate, seed
from kgc_constructs.operations.vault.values import new_value
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import (
    API_CREDENTIALS,
    DATABASE_CREDENTIALS,
    ENCRYPTION_CREDENTIALS,
    JWT_FILE_VARIABLE,
    SECRETS,
)
from tests.operations.kgc import Kgc
from tests.operations.vault.arguments import arguments_seen
from tests.operations.vault.store import Store
from tests.operations.vault.test_seed import assert_nowhere
from tests.servers.postgres import Postgres
from tests.servers.vault import asked

pytestmark = pytest.mark.server

AT_ONCE = timedelta(0)


@pytest.fixture(autouse=True)
def seeded(store: Store) -> None:
    """Every secret is there, in its first version."""
    for secret in SECRETS:
        store.server.client(store.token).send("DELETE", f"/{store.names.secret_metadata(secret)}")
    seed(store.rotator(), store.settings)


def version_of(store: Store, secret: str) -> int:
    metadata = asked(store.server.client(store.token), "GET", f"/{store.names.secret_metadata(secret)}")
    return int(metadata["data"]["current_version"])


def test_everything_gets_a_new_value_and_the_old_stays_readable(store: Store, postgres_server: Postgres) -> None:
    before = {secret: store.value(secret) for secret in SECRETS}
    admin, database = store.settings.database.admin_username, "kgc"
    key = asked(store.server.client(store.token), "GET", f"/{store.names.transit_key_path}")["data"]["latest_version"]
    rotated = rotate(store.rotator(), store.settings)
    assert [each.version for each in rotated] == [2, 2, 2, None, None]
    for secret in SECRETS:
        assert store.value(secret, version=1) == before[secret]
        assert store.value(secret, version=2) == store.value(secret)
        changed = {name for name, value in store.value(secret).items() if before[secret][name] != value}
        assert changed == {name for name in before[secret] if name not in ("algorithm", "username")}
    now = asked(store.server.client(store.token), "GET", f"/{store.names.transit_key_path}")["data"]["latest_version"]
    assert now == key + 1
    assert not postgres_server.accepts(admin, store.database_password, database=database)
    login = asked(store.server.client(store.token), "GET", f"/{store.names.database_creds}")["data"]
    assert postgres_server.accepts(login["username"], login["password"], database=database)  # Vault knows its new one


def test_one_secret_is_rotated_alone(store: Store) -> None:
    rotate(store.rotator(), store.settings, API_CREDENTIALS)
    assert [version_of(store, secret) for secret in SECRETS] == [2, 1, 1]


@pytest.mark.parametrize("secret", [None, API_CREDENTIALS])
def test_of_ten_at_once_one_wins_and_nine_change_nothing(store: Store, at_store: Kgc, secret: str | None) -> None:
    """Processes, as ten people or jobs would start them: some come while another is at work, some right after."""
    arguments = ["vault", "rotate", "e2e", *([secret] if secret else [])]
    running = [at_store.start(*arguments) for _ in range(10)]
    ended = [(process.finish(within=120), process.returncode) for process in running]
    assert sorted(code for _, code in ended) == [0] + [1] * 9
    for (_, err), code in ended:
        assert code == 0 or err.startswith("A rotation is under way: ")
        assert "Traceback" not in err
    expected = [2, 2, 2] if secret is None else [2, 1, 1]
    assert [version_of(store, each) for each in SECRETS] == expected


def test_a_rate_limit_is_waited_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    web, limit = store.server.client(store.token), f"/sys/quotas/rate-limit/{store.names.rate_limit}"
    before = asked(web, "GET", limit)["data"]
    client = store.rotator()
    monkeypatch.setattr("kgc_constructs.operations.vault.client._TIMES_ASKED_AGAIN", 0)
    impatient = store.rotator()
    asked(web, "POST", limit, {**before, "rate": 2})
    try:
        with pytest.raises(VaultError, match="rate limit quota exceeded"):
            seed(impatient, store.settings)
        rotate(client, store.settings)
    finally:
        asked(web, "POST", limit, before)
    assert [version_of(store, secret) for secret in SECRETS] == [2, 2, 2]


def test_a_change_between_look_and_write_loses_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer comes exactly between: the rotation that looked first must not replace what it has not seen."""

    def slow(client: VaultClient, settings: Environment, secret: str) -> dict[str, str]:
        theirs = {"options": {"cas": 1}, "data": {"api_key": "theirs"}}
        asked(store.server.client(store.token), "POST", f"/{store.names.secret(API_CREDENTIALS)}", theirs)
        return new_value(client, settings, secret)

    monkeypatch.setattr("kgc_constructs.operations.vault.rotation.new_value", slow)
    with pytest.raises(RotationUnderWayError, match=r"by somebody else.*Nothing was changed"):
        rotate(store.rotator(), store.settings, API_CREDENTIALS)
    assert store.value(API_CREDENTIALS) == {"api_key": "theirs"}


def test_a_rotation_counts_as_under_way_for_a_while(store: Store) -> None:
    rotate(store.rotator(), store.settings, API_CREDENTIALS)
    with pytest.raises(RotationUnderWayError, match=r"api-credentials was rotated \d+ s ago"):
        rotate(store.rotator(), store.settings, API_CREDENTIALS)
    with pytest.raises(RotationUnderWayError):
        rotate(store.rotator(), store.settings)
    assert [version_of(store, secret) for secret in SECRETS] == [2, 1, 1]
    rotate(store.rotator(), store.settings, API_CREDENTIALS, min_age=AT_ONCE)
    assert version_of(store, API_CREDENTIALS) == 3


def test_a_refusal_of_vault_leaves_nothing_half_done(store: Store) -> None:
    """Without the password policy no new database password can be made, so that the others stay as well."""
    web = store.server.client(store.token)
    policy = f"/sys/policies/password/{store.names.password_policy}"
    text = asked(web, "GET", policy)["data"]["policy"]
    web.send("DELETE", policy)
    try:
        with pytest.raises(OperationError, match="sys/policies/password"):
            rotate(store.rotator(), store.settings)
    finally:
        asked(web, "PUT", policy, {"policy": text})
    assert [version_of(store, secret) for secret in SECRETS] == [1, 1, 1]


def test_the_last_version_of_an_encryption_key_is_never_dropped(store: Store) -> None:
    settings = store.settings.evolve(vault={"max_versions": 2})
    rotate(store.rotator(), settings, ENCRYPTION_CREDENTIALS, min_age=AT_ONCE)
    with pytest.raises(OperationError, match="would drop version 1 for ever"):
        rotate(store.rotator(), settings, ENCRYPTION_CREDENTIALS, min_age=AT_ONCE)
    assert version_of(store, ENCRYPTION_CREDENTIALS) == 2
    rotate(store.rotator(), settings, API_CREDENTIALS, min_age=AT_ONCE)
    rotate(store.rotator(), settings, API_CREDENTIALS, min_age=AT_ONCE)
    assert version_of(store, API_CREDENTIALS) == 3


@pytest.mark.parametrize(
    ("changes", "secret", "reason"),
    [
        ({}, "root-password", "the sidecar has no other secrets"),
        ({"vault": {"api_key": "given"}}, API_CREDENTIALS, "raise vault.given_version"),
        ({"database": {"credentials": "static"}}, DATABASE_CREDENTIALS, "PostgreSQL would not know"),
    ],
)
def test_what_cannot_be_rotated_is_named(store: Store, changes: dict[str, object], secret: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        rotate(store.rotator(), store.settings.evolve(**changes), secret)
    assert [version_of(store, each) for each in SECRETS] == [1, 1, 1]


def test_a_given_value_is_passed_over_when_all_are_rotated(store: Store) -> None:
    settings = store.settings.evolve(vault={"api_key": "given"}, database={"credentials": "static"})
    rotate(store.rotator(), settings)
    assert [version_of(store, each) for each in SECRETS] == [1, 1, 2]


def test_what_was_never_seeded_is_not_rotated(store: Store) -> None:
    store.server.client(store.token).send("DELETE", f"/{store.names.secret_metadata(ENCRYPTION_CREDENTIALS)}")
    with pytest.raises(OperationError, match="`kgc vault seed e2e` makes it"):
        rotate(store.rotator(), store.settings)
    assert version_of(store, API_CREDENTIALS) == 1


def test_the_job_logs_in_as_its_pod_and_leaves_no_token(store: Store, at_store: Kgc) -> None:
    jwt_file = at_store.folder / "jwt"
    jwt_file.write_text(store.cluster.token(store.settings, "rotation"), encoding="utf-8")
    before = tokens_that_rotate(store)
    with arguments_seen() as seen:
        ended = at_store.run("vault", "rotate", "e2e", **{JWT_FILE_VARIABLE: str(jwt_file), "VAULT_TOKEN": ""})
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == "api-credentials: version 2"
    assert tokens_that_rotate(store) == before
    assert_nowhere(store, at_store.folder, seen, ended.out)


def test_the_sidecars_pod_may_not_rotate(store: Store, at_store: Kgc) -> None:
    jwt_file = at_store.folder / "jwt"
    jwt_file.write_text(store.cluster.token(store.settings, "service_account"), encoding="utf-8")
    ended = at_store.run("vault", "rotate", "e2e", **{JWT_FILE_VARIABLE: str(jwt_file), "VAULT_TOKEN": ""})
    assert ended.code == 1
    assert "auth/jwt-e2e/login" in ended.err
    assert version_of(store, API_CREDENTIALS) == 1


def tokens_that_rotate(store: Store) -> int:
    """Logins of the rotation role that were not revoked: each one leaves a lease-like token in the audit log alone."""
    log: Path = store.server.audit_logs[0]
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    done = [entry["request"]["path"] for entry in entries if entry["type"] == "response" and not entry.get("error")]
    return done.count(f"auth/{store.names.auth_mount}/login") - done.count("auth/token/revoke-self")
