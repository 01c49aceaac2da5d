"""The rate limit and the audit devices: things that a server has only once."""

from collections.abc import Callable

import pytest
from cdktf import App, TerraformStack
from constructs import Construct

from kgc_constructs.settings import Audit, Environment, SettingsError
from kgc_constructs.terraform.vault import AuditDevices, RateLimit
from tests.terraform.vault.documents import address_of, all_of, only, vault_document

LIMIT = "vault_quota_rate_limit"
DEVICE = "vault_audit"


def test_the_limit_is_for_the_mount_and_made_after_it(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(vault={"rate_limit": 12.5}))
    limit = only(document, LIMIT)
    assert limit["rate"] == 12.5
    assert limit["path"] == "kgc-development/"  # the server adds the slash: without it every plan replaces the limit
    mount = limit["depends_on"][0].removeprefix("vault_mount.")
    assert document["resource"]["vault_mount"][mount]["path"] == "kgc-development"


def test_inside_a_namespace_the_limit_is_set_from_outside(minimal: Environment) -> None:
    document = vault_document(minimal.evolve(vault={"namespace": "team/kgc"}))
    inner, outer = document["provider"]["vault"]
    assert (inner["namespace"], outer["alias"]) == ("team/kgc", "server")
    assert "namespace" not in outer
    assert only(document, LIMIT)["path"] == "team/kgc/kgc-development/"
    assert only(document, LIMIT)["provider"] == "vault.server"
    assert {device["provider"] for device in all_of(document, DEVICE)} == {"vault.server"}


@pytest.mark.parametrize("kind", [RateLimit, AuditDevices])
def test_alone_in_a_namespace_it_says_which_provider_it_lacks(
    kind: Callable[..., Construct], minimal: Environment
) -> None:
    stack = TerraformStack(App(), "other")
    with pytest.raises(SettingsError, match=r"vault\.namespace"):
        kind(stack, "Alone", settings=minimal.evolve(vault={"namespace": "team"}))


def test_there_are_two_devices_on_two_files(minimal: Environment) -> None:
    settings = minimal.evolve(vault={"audit": Audit(paths=("/a.log", "stdout"))})
    devices = all_of(vault_document(settings), DEVICE)
    assert [device["options"] for device in devices] == [{"file_path": "/a.log"}, {"file_path": "stdout"}]
    assert {device["type"] for device in devices} == {"file"}
    assert len({device["path"] for device in devices}) == 2


def test_a_server_that_keeps_its_own_audit_devices_gets_none(minimal: Environment) -> None:
    assert all_of(vault_document(minimal.evolve(vault={"audit": None})), DEVICE) == []


def test_the_address_of_the_mount_is_written_as_terraform_wants_it(minimal: Environment) -> None:
    document = vault_document(minimal)
    assert only(document, LIMIT)["depends_on"] == [
        f"vault_mount.{name}"
        for name, mount in document["resource"]["vault_mount"].items()
        if mount["path"] == "kgc-development"
    ]
    assert "$" not in address_of(document, LIMIT)
