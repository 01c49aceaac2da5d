"""Whoever uses the bindings in the ordinary way beside our library notices nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.bindings.cache import locked
from tests.bindings.running import run, shared

PROGRAM = Path(__file__).with_name("programs") / "ordinary.py"


def facts(when: str, folder: Path, **variables: str) -> dict[str, Any]:
    done = run(PROGRAM, when, folder=folder, PYTHONWARNINGS="error", **variables)
    assert (done.code, done.err) == (0, "")
    return dict(json.loads(done.out))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program sees without us, found out once for all test processes."""
    common = shared(tmp_path_factory) / "plain-facts"
    known = common / "facts.json"
    with locked(common / "lock"):
        if not known.exists():
            known.write_text(json.dumps(facts("first", common, KGC_PLAIN_BINDINGS="1")))
    return dict(json.loads(known.read_text()))


@pytest.mark.parametrize("when", ["first", "last", "amidst"])
def test_a_program_of_somebody_else_sees_what_it_would_see_without_us(
    when: str, plain: dict[str, Any], tmp_path: Path
) -> None:
    assert facts(when, tmp_path) == plain


def test_what_it_sees_is_worth_comparing(plain: dict[str, Any]) -> None:
    assert {each["metadata"]["name"] for each in plain["chart"]} >= {"named-resource", "named-job"}, "called back"
    assert plain["stack"]["resource"]["vault_mount"]["Ours"]["description"] == "described by an aspect"
    assert "OurMount" in plain["visited"]
    assert plain["kinds"][:7] == [True] * 7
    assert plain["same object"] == [True] * 3
    assert "refused by Python" in plain["refusal"]
    assert len(plain["packages"]["cdktf_cdktf_provider_vault"][0]) > 100
