"""`kgc vault retire` on a real server: only what was replaced long enough ago, and never for good."""

from datetime import timedelta

import pytest

from kgc_constructs.operations.vault import VaultError, retire, rotate, seed
from kgc_constructs.settings.vault_names import API_CREDENTIALS, DATABASE_CREDENTIALS, ENCRYPTION_CREDENTIALS, SECRETS
from tests.operations.kgc import Kgc
from tests.operations.vault.store import Store
from tests.servers.vault import asked

pytestmark = pytest.mark.server

LONG_AGO = timedelta(seconds=-5)
"""A grace period that ended before it began: as if the rotations had been days ago."""


@pytest.fixture(autouse=True)
def rotated_twice(store: Store) -> None:
    """Every secret is in its third version."""
    for secret in SECRETS:
        store.server.client(store.token).send("DELETE", f"/{store.names.secret_metadata(secret)}")
    seed(store.rotator(), store.settings)
    for secret in SECRETS * 2:
        rotate(store.rotator(), store.settings, secret, min_age=timedelta(0))


def test_replaced_versions_stay_readable_within_their_grace(store: Store, at_store: Kgc) -> None:
    ended = at_store.run("vault", "retire", "e2e")
    assert (ended.code, ended.out) == (0, "Nothing is past its grace period.\n")
    assert all(store.value(secret, version) for secret in SECRETS for version in (1, 2, 3))


def test_after_it_they_are_deleted_but_can_be_brought_back(store: Store) -> None:
    before = store.value(API_CREDENTIALS, version=1)
    retired = retire(store.client, store.settings, grace=LONG_AGO)
    assert [(each.secret, each.versions) for each in retired] == [
        (API_CREDENTIALS, [1, 2]),
        (DATABASE_CREDENTIALS, [1, 2]),
    ]
    assert [bool(store.value(API_CREDENTIALS, version)) for version in (1, 2, 3)] == [False, False, True]
    assert retire(store.client, store.settings, grace=LONG_AGO) == []
    undelete = f"/{store.names.kv_mount}/undelete/{API_CREDENTIALS}"
    asked(store.server.client(store.token), "POST", undelete, {"versions": [1]})
    assert store.value(API_CREDENTIALS, version=1) == before


def test_no_version_of_the_encryption_key_is_retired(store: Store) -> None:
    retire(store.client, store.settings, grace=LONG_AGO)
    assert all(store.value(ENCRYPTION_CREDENTIALS, version) for version in (1, 2, 3))


def test_the_rotation_job_may_not_retire(store: Store) -> None:
    with pytest.raises(VaultError, match="permission denied"):
        retire(store.rotator(), store.settings, grace=LONG_AGO)
    assert store.value(API_CREDENTIALS, version=1)
