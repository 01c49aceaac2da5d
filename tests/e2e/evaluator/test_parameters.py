"""Conditions on a request's parameters and on its wrapping: our evaluator lets through what a real server does."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kgc_constructs.checks.model.vault_acl import Acl
from kgc_constructs.checks.model.vault_requests import grants
from kgc_constructs.checks.model.vault_rules import rules_in
from tests.e2e.evaluator.generated import constraints, requests, token_with, written
from tests.servers.vault import Vault, asked

_FORBIDDEN, _LEAST, _SETS = 403, 600, 120
_PATH = "evaluator-kv/a"


@pytest.fixture
def plain_store(vault: Vault) -> Iterator[Vault]:
    """A mount that takes any parameters."""
    asked(vault.client(), "POST", "/sys/mounts/evaluator-kv", {"type": "kv", "options": {"version": "1"}})
    yield vault
    asked(vault.client(), "DELETE", "/sys/mounts/evaluator-kv")


def test_conditions_are_those_of_a_real_server(plain_store: Vault) -> None:
    allowed = refused = 0

    @settings(
        max_examples=_SETS,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        blocks=st.lists(constraints(), min_size=1, max_size=3),
        sending=st.lists(requests(), min_size=6, max_size=6),
        style=st.integers(0, 3),
    )
    def compare(blocks: list[dict[str, Any]], sending: list[tuple[dict[str, Any], int | None]], style: int) -> None:
        nonlocal allowed, refused
        if any(_seconds(block, "min") > _seconds(block, "max") > 0 for block in blocks):
            return  # neither takes such a policy
        texts = [written([(_PATH, block)], style) for block in blocks]
        client, acl = (
            plain_store.client(token_with(plain_store, texts)),
            Acl(r for text in texts for r in rules_in(text)),
        )
        for data, wrapped in sending:
            headers = {} if wrapped is None else {"X-Vault-Wrap-TTL": f"{wrapped}s"}
            let_through = client.send("POST", f"/{_PATH}", data, headers=headers).status != _FORBIDDEN
            assert grants(acl, "update", _PATH, data, wrapped) is let_through, (texts, data, wrapped)
            allowed, refused = allowed + let_through, refused + (not let_through)

    compare()
    assert allowed + refused >= _LEAST
    assert min(allowed, refused) > _LEAST / 5


def _seconds(block: dict[str, Any], which: str) -> int:
    return {None: 0, 30: 30, "1m": 60, "90s": 90, "2m": 120}[block.get(f"{which}_wrapping_ttl")]
