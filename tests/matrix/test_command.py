"""`kgc matrix`: the form by option or by the output's ending; the picture in the docs is the one that it draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgc_constructs.cli import app
from tests.conftest import APPS, ROOT


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["matrix", "e2e", "--apps", str(APPS), *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_picture_in_the_docs_is_current(tmp_path: Path) -> None:
    output = tmp_path / "matrix.svg"
    assert run("--output", str(output)) == ""
    drawn = (ROOT / "docs" / "matrix-e2e.svg").read_text(encoding="utf-8")
    assert output.read_text(encoding="utf-8") == drawn, "run `make docs`"


@pytest.mark.parametrize("words", [("--format", "json"), ("--format", "json", "--output", "{folder}/matrix.svg")])
def test_the_option_says_the_form(words: tuple[str, ...], tmp_path: Path) -> None:
    printed = run(*(word.format(folder=tmp_path) for word in words))
    text = (tmp_path / "matrix.svg").read_text(encoding="utf-8") if "--output" in words else printed
    assert json.loads(text)["title"] == "kgc-sidecar in e2e"


def test_without_a_form_there_are_tables() -> None:
    assert "Who may talk to whom" in run()
