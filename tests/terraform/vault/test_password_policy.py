"""The password policy."""

import re
from urllib.parse import quote

from kgc_constructs.settings import Environment
from tests.terraform.vault.documents import only, vault_document


def test_the_length_is_that_of_the_settings(minimal: Environment) -> None:
    policy = only(vault_document(minimal.evolve(vault={"password_length": 41})), "vault_password_policy")
    assert policy["policy"].startswith("length = 41\n")


def test_each_class_of_characters_occurs_and_none_needs_quoting(minimal: Environment) -> None:
    text = only(vault_document(minimal), "vault_password_policy")["policy"]
    classes = re.findall(r'charset = "([^"]+)"\n  min-chars = 1', text)
    assert len(classes) == text.count("rule ") == 4
    characters = "".join(classes)
    assert len(set(characters)) == len(characters) == 64
    assert quote(characters, safe="") == characters
