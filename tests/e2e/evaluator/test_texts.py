"""Which texts are policies: our reader takes none that a real server refuses, and refuses only what is named here."""

import random

import pytest

from kgc_constructs.checks.model.hcl import HclError
from kgc_constructs.checks.model.vault_rules import rules_in
from tests.servers.vault import Vault

_GOOD = """# what the pods read
path "kgc/data/api" {
  capabilities = ["read", "list"]  // both
  allowed_parameters = { "a" = ["x", true], "*" = [] }
  max_wrapping_ttl = "90s"
}
/* the rest */ path "kgc/+/x*" { policy = "read", required_parameters = ["b"] }
name = "kgc"
"""
_JSON = '{"name": "kgc", "path": {"kgc/data/api": {"capabilities": ["read"], "denied_parameters": {"a": []}}}}'
_TRIES = 150
_STRICTER = (  # versions of Vault read these differently, or nobody means them
    'path "a" { policy = "read" policy = "write" }',
    'path "a" "b" { policy = "read" }',
    'path { policy = "read" }',
    'path "a" { capabilities = ["read",,"list"] }',
    'path "a" { comment = <<END\nx\nEND\n}',
)


def accepted(vault: Vault, text: str) -> bool:
    return vault.client().send("PUT", "/sys/policies/acl/evaluator-text", {"policy": text}).ok


def taken(text: str) -> bool:
    try:
        rules_in(text)
    except HclError:
        return False
    return True


@pytest.mark.parametrize("text", [_GOOD, _JSON], ids=["HCL", "JSON"])
def test_no_slip_of_a_finger_is_judged_otherwise(vault: Vault, text: str) -> None:
    chance = random.Random(text)  # noqa: S311
    assert taken(text)
    assert accepted(vault, text)
    refused = 0
    for _ in range(_TRIES):
        place = chance.randrange(len(text))
        broken = text[:place] + chance.choice(("", "", text[place] * 2, "{", "}", '"', "x", "\n")) + text[place + 1 :]
        if taken(broken):
            assert accepted(vault, broken), broken
        else:
            refused += not accepted(vault, broken)
    assert refused > _TRIES / 4


@pytest.mark.parametrize("text", _STRICTER)
def test_what_is_refused_though_the_server_takes_it(vault: Vault, text: str) -> None:
    assert accepted(vault, text)
    assert not taken(text)
