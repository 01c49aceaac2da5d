"""What the Vault stack renders, a real server takes, keeps, and takes no second time."""

import json
from typing import Any

import pytest

from kgc_constructs.settings.vault_names import SECRETS
from tests.e2e.encodings import leaks
from tests.e2e.vault.applied import Applied
from tests.e2e.vault.deployment import everything_written_in
from tests.servers.vault import Vault, asked


@pytest.fixture(params=["outside", "inside"])
def applied(request: pytest.FixtureRequest) -> Applied:
    """Each of the two environments."""
    found: Applied = request.getfixturevalue(request.param)
    return found


def _resources(applied: Applied) -> int:
    document: dict[str, Any] = json.loads((applied.folder / "cdk.tf.json").read_text(encoding="utf-8"))
    return sum(len(named) for named in document["resource"].values())


def test_everything_is_made_once_and_a_second_apply_changes_nothing(applied: Applied) -> None:
    assert applied.changed == _resources(applied)
    assert applied.deployment.apply() == 0


def test_the_provider_holds_no_token(applied: Applied) -> None:
    document = json.loads((applied.folder / "cdk.tf.json").read_text(encoding="utf-8"))
    assert [set(provider) - {"address"} for provider in document["provider"]["vault"]] == [set()]


def test_the_mount_keeps_as_many_versions_as_the_settings_say(vault: Vault, applied: Applied) -> None:
    kept = asked(vault.client(), "GET", f"/{applied.names.kv_mount}/config")["data"]
    assert kept["max_versions"] == applied.environment.vault.max_versions
    mount = asked(vault.client(), "GET", f"/sys/mounts/{applied.names.kv_mount}")["data"]
    assert (mount["type"], mount["options"]) == ("kv", {"version": "2"})


def test_given_values_are_in_vault_and_agree(vault: Vault, inside: Applied) -> None:
    def secret(name: str) -> dict[str, str]:
        data: dict[str, str] = asked(vault.client(), "GET", f"/{inside.names.secret(name)}")["data"]["data"]
        return data

    assert secret("api-credentials") == {"api_key": inside.given["vault_api_key"]}
    encryption = {"encryption_key": inside.given["vault_encryption_key"], "algorithm": "AES-256-GCM"}
    assert secret("encryption-credentials") == encryption
    database = secret("database-credentials")
    assert (database["username"], database["password"]) == ("kgc_staging", inside.given["vault_db_password"])


def test_a_protected_environment_cannot_be_destroyed(vault: Vault, inside: Applied) -> None:
    with pytest.raises(Exception, match=r"protected from destruction|prevent_destroy"):
        inside.deployment.destroy()
    asked(vault.client(), "GET", f"/{inside.names.secret('api-credentials')}")


def test_nothing_written_on_this_machine_holds_a_value(vault: Vault, applied: Applied) -> None:
    stored = [asked(vault.client(), "GET", f"/{applied.names.secret(secret)}")["data"]["data"] for secret in SECRETS]
    values = [value for data in stored for name, value in data.items() if name not in ("algorithm", "username")]
    assert len(values) == 4
    assert leaks(everything_written_in(applied.folder), [*values, *applied.given.values()]) == []
