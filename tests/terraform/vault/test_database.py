"""The database engine."""

import json

from kgc_constructs.settings import Environment
from tests.terraform.vault.documents import address_of, only, vault_document

CONNECTION, ROLE = "vault_database_secret_backend_connection", "vault_database_secret_backend_role"


def test_the_address_holds_places_for_the_login_and_no_login(minimal: Environment) -> None:
    settings = minimal.evolve(database={"url": "postgresql://db.example.com:6432/kgc?sslmode=verify-full"})
    connection = only(vault_document(settings), CONNECTION)["postgresql"]
    expected = "postgresql://{{username}}:{{password}}@db.example.com:6432/kgc?sslmode=verify-full"
    assert connection["connection_url"] == expected


def test_the_password_is_handed_over_once_and_kept_nowhere(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(database={"admin_username": "keeper", "admin_password_version": 4}))
    connection = only(document, CONNECTION)["postgresql"]
    assert "password" not in connection
    assert connection["username"] == "keeper"
    assert connection["password_wo"] == "${var.vault_db_admin_password}"  # noqa: S105  # where it comes from
    assert connection["password_wo_version"] == 4
    variable = document["variable"]["vault_db_admin_password"]
    assert (variable["ephemeral"], variable["sensitive"], variable["default"]) == (True, True, None)


def test_nothing_is_asked_of_vault_that_only_its_enterprise_edition_does(minimal: Environment) -> None:
    connection = only(vault_document(minimal), CONNECTION)
    assert not [name for name in connection if name.startswith("rotation_")]


def test_only_the_sidecars_role_uses_the_connection(minimal: Environment) -> None:
    document = vault_document(minimal)
    assert only(document, CONNECTION)["allowed_roles"] == [only(document, ROLE)["name"]]
    assert only(document, ROLE)["db_name"] == f"${{{address_of(document, CONNECTION)}.name}}"


def test_a_login_acts_as_the_owner_and_ends_with_its_lease(minimal: Environment) -> None:
    settings = minimal.evolve(database={"username": "owner_of_tables"})
    role = only(vault_document(settings), ROLE)
    create = " ".join(role["creation_statements"])
    assert 'IN ROLE "owner_of_tables"' in create
    assert 'SET role = "owner_of_tables"' in create
    assert "VALID UNTIL '{{expiration}}'" in create
    assert "VALID UNTIL '{{expiration}}'" in role["renew_statements"][0]
    revoke = json.dumps(role["revocation_statements"])
    assert revoke.index("NOLOGIN") < revoke.index("pg_terminate_backend") < revoke.index("DROP ROLE")


def test_times_are_those_of_the_settings(minimal: Environment) -> None:
    settings = minimal.evolve(database={"credential_ttl_seconds": 120, "credential_max_ttl_seconds": 240})
    role = only(vault_document(settings), ROLE)
    assert (role["default_ttl"], role["max_ttl"]) == (120, 240)


def test_passwords_are_made_by_the_policy_which_is_made_first(minimal: Environment) -> None:
    document = vault_document(minimal)
    name = f"${{{address_of(document, 'vault_password_policy')}.name}}"
    assert only(document, ROLE)["credential_config"] == {"password_policy": name}
