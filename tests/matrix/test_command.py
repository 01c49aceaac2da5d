"""`kgc matrix`: the form by option or by the output's ending; the picture in the docs is the one that it draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgc_constructs.cli import app
from kgc_constructs.errors import InputError
from tests.checks.original import FOLDER
from tests.conftest import APPS, ROOT


def run(*words: str, what: tuple[str, ...] = ("e2e", "--apps", str(APPS))) -> str:
    result = CliRunner().invoke(app, ["matrix", *what, *words])
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


def test_manifests_from_elsewhere_have_matrices_too() -> None:
    shown = json.loads(run("--format", "json", what=(str(FOLDER / "kubernetes.yaml"), str(FOLDER / "vault"))))
    assert {each["who"]["name"] for each in shown["secrets"]} == {"kgc-read", "kgc-rotate"}
    assert "test-client" in str(shown["flows"])


@pytest.mark.parametrize("what", [("nowhere",), ("nowhere", "e2e")])
def test_what_is_not_there_is_named(what: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["matrix", *what, "--apps", str(APPS)])
    assert isinstance(result.exception, InputError)
    assert "nowhere" in str(result.exception)
