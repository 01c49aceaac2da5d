"""The tables say in their cells what the facts hold; a narrow terminal gets a list of pairs."""

from __future__ import annotations

from typing import Any

import pytest
from rich.table import Table

from kgc_constructs.matrix.showing import shown
from kgc_constructs.matrix.tables import secret_table, talk_table
from tests.matrix.reviewed import FOUR, facts_of_env


def cells(table: Table) -> dict[tuple[str, str], list[str]]:
    """What stands where, by the names in the first column and in the headings."""
    rows = zip(*(map(str, column.cells) for column in table.columns), strict=True)
    names = [name_in(column.header) for column in table.columns]
    return {
        (name_in(first), name): cell.splitlines()
        for first, *others in rows
        for name, cell in zip(names[1:], others, strict=True)
        if cell
    }


def name_in(text: Any) -> str:
    return str(text).splitlines()[min(1, str(text).count("\n"))]


def test_a_cell_says_what_and_by_which_policy() -> None:
    found = cells(secret_table(facts_of_env("e2e")))
    path = "kgc-e2e/data/api-credentials"
    assert found["kgc-sidecar", path] == ["read", "by kgc-sidecar-e2e-read"]
    rotate = ["create, read, update", "metadata: read", "by kgc-sidecar-e2e-rotate"]
    assert found["kgc-sidecar-rotation", path] == found["AppRole/kgc-sidecar-e2e-pipeline", path] == rotate
    assert ("kgc-sidecar", "transit-e2e/keys/kgc-sidecar") not in found


def test_a_cell_says_ports_and_by_which_network_policy() -> None:
    found = cells(talk_table(facts_of_env("staging")))
    assert found["kgc-sidecar", "vault.example.com"] == ["TCP 8200", "for 10.10.0.0/24", "by kgc-sidecar"]
    assert found["pods of namespace monitoring", "kgc-sidecar"] == ["TCP 8080", "by kgc-sidecar"]


@pytest.mark.parametrize("name", FOUR)
def test_every_pair_has_one_cell(name: str) -> None:
    facts = facts_of_env(name)
    assert len(cells(talk_table(facts))) == len(facts.flows)
    pairs = {(access.reader, access.secret) for access in facts.accesses}
    assert len(cells(secret_table(facts))) == len(pairs)
    for table in (talk_table(facts, 80), secret_table(facts, 80)):
        assert len(table.columns) == 3
    assert len(list(talk_table(facts, 80).rows)) == len(facts.flows)
    assert len(list(secret_table(facts, 80).rows)) == len(pairs)


def test_the_first_column_says_the_role() -> None:
    (who, *_) = secret_table(facts_of_env("e2e")).columns
    assert "role kgc-sidecar-e2e" in str(next(iter(who.cells))).splitlines()


def test_both_are_shown() -> None:
    text = shown(facts_of_env("e2e"), "table")
    assert text.index("Who may talk to whom") < text.index("Who may read which secret")
