"""A folder that breaks a rule without end makes a report that somebody can open, and that says what it leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kgc_constructs.checks import running
from tests.commands.kgc import POD
from tests.reporting.test_sarif import validator  # noqa: F401  # a fixture

RULE = "pod-host-namespaces"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(running, "MOST", 2)
    (tmp_path / "pods.yaml").write_text("---\n".join(POD.replace("one", f"pod-{number}") for number in range(6)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(form: str, *, errors_only: bool, capsys: pytest.CaptureFixture[str]) -> str:
    import typer  # noqa: PLC0415  # as the command line does

    from kgc_constructs.commands import checking  # noqa: PLC0415

    with pytest.raises(typer.Exit) as ended:
        checking.check(
            ["pods.yaml"], checking.Format(form), None, checking.Least.ERROR if errors_only else checking.Least.WARNING
        )
    assert ended.value.exit_code == checking.FOUND
    return capsys.readouterr().out


def test_json_lists_some_and_counts_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(report("json", errors_only=False, capsys=capsys))
    listed = [each for each in said["findings"] if each["rule"] == RULE]
    assert len(listed) == 2
    assert {"rule": RULE, "severity": "error", "count": 4} in said["unlisted"]
    assert {each["severity"] for each in said["unlisted"]} == {"error", "warning"}


def test_what_does_not_count_is_not_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(report("json", errors_only=True, capsys=capsys))
    assert {each["severity"] for each in said["unlisted"]} == {"error"}


def test_the_table_counts_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_data = json.loads(report("json", errors_only=False, capsys=capsys))
    errors = sum(each["severity"] == "error" for each in as_data["findings"])
    errors += sum(each["count"] for each in as_data["unlisted"] if each["severity"] == "error")
    lines = report("table", errors_only=False, capsys=capsys).splitlines()
    assert f"{RULE}: 4 more are not listed" in lines
    assert lines[-1].startswith(f"{errors} errors, ")


def test_sarif_notes_it(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    validator: jsonschema.Draft4Validator,  # noqa: F811
) -> None:
    said = json.loads(report("sarif", errors_only=False, capsys=capsys))
    assert [error.message for error in validator.iter_errors(said)] == []
    (invocation,) = said["runs"][0]["invocations"]
    notes = {each["associatedRule"]["id"]: each["message"]["text"] for each in invocation["toolExecutionNotifications"]}
    assert notes[RULE] == f"4 more findings of {RULE} are not listed."
