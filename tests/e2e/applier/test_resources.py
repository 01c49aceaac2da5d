"""No argument of a resource is taken and then forgotten."""

from typing import Any

import pytest

from tests.e2e.applier.desired import KNOWN_ARGUMENTS, TRANSLATORS, Desired
from tests.e2e.applier.resources import __all__ as modules

_STEERS_THE_PROVIDER = {"disable_read", "delete_all_versions"}
_BLOCKS: dict[str, Any] = {
    "postgresql": {
        "connection_url": "the connection_url",
        "username": "the username",
        "password_wo": "the password_wo",
        "password_wo_version": 11,
    },
    "tune": [{"token_type": "the token_type"}],
    "custom_metadata": {"max_versions": 12, "data": {"the": "data"}},
    "data_json_wo": '{"the": "data_json_wo"}',
    "data_json_wo_version": 13,
    "cas": 14,
}


def _values(block: Any) -> list[Any]:
    if isinstance(block, dict):
        return [found for value in block.values() for found in _values(value)]
    if isinstance(block, list):
        return [found for value in block for found in _values(value)]
    return [block]


def _everything(desired: Desired) -> str:
    return repr([desired, *((write.secret, write.counter) for write in desired.writes)])


@pytest.mark.parametrize("kind", sorted(TRANSLATORS))
def test_every_argument_reaches_a_request(kind: str) -> None:
    assert modules
    given = {name: _BLOCKS.get(name, f"the {name}") for name in KNOWN_ARGUMENTS[kind]}
    desired = _everything(TRANSLATORS[kind](given))
    sent = {name: value for name, value in given.items() if name not in _STEERS_THE_PROVIDER}
    forgotten = {
        name: value
        for name, value in sent.items()
        if name != "data_json_wo" and any(str(found) not in desired for found in _values(value))
    }
    assert forgotten == {}
    assert "data_json_wo" not in given or "'data': {'the': 'data_json_wo'}" in desired
