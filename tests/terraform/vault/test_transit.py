"""The Transit key."""

from kgc_constructs.settings import Environment, Rotation
from tests.terraform.vault.documents import only, vault_document

KEY = "vault_transit_secret_backend_key"


def test_vault_rotates_the_key_by_itself(minimal: Environment) -> None:
    settings = minimal.evolve(vault={"rotation": Rotation(period_hours=2)})
    key = only(vault_document(settings), KEY)
    assert key["auto_rotate_period"] == 2 * 60 * 60
    assert key["type"] == "aes256-gcm96"


def test_without_rotation_a_former_period_is_cleared(minimal: Environment) -> None:
    key = only(vault_document(minimal.evolve(vault={"rotation": None})), KEY)
    assert key["auto_rotate_period"] == 0  # the provider keeps what it finds when the attribute is absent


def test_the_key_never_leaves_vault(minimal: Environment) -> None:
    key = only(vault_document(minimal), KEY)
    assert not key.get("exportable")
    assert not key.get("allow_plaintext_backup")
