"""`kgc check`: what it reads, what it prints, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.kgc import POD, kgc
from tests.conftest import APP_NAMES, APPS

GOOD = "apiVersion: example.com/v1\nkind: Strange\nmetadata: {name: odd}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s" / "pod.yaml").write_text(POD)
    return tmp_path


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    result = kgc("check", *arguments, "--format", "json", cwd=folder)
    assert result.returncode in (0, 1), result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    assert bool(found) == bool(result.returncode)
    return found


def test_a_folder_with_a_mistake_ends_with_1_and_says_everything_that_mending_needs(folder: Path) -> None:
    result = kgc("check", "k8s", cwd=folder)
    assert (result.returncode, result.stderr) == (1, "")
    for said in ("pod-host-namespaces", "error", "Pod/one", "spec.hostNetwork", "k8s/pod.yaml:6", "found:", "needed:"):
        assert said in result.stdout
    assert re.search(r"^\d+ errors, \d+ warnings$", result.stdout.splitlines()[-1])


def test_a_folder_without_one_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    result = kgc("check", ".", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "nothing found\n", "")


def test_json_holds_the_same_and_its_shape_stays(folder: Path) -> None:
    report = json.loads(kgc("check", "k8s", "--format", "json", cwd=folder).stdout)
    assert set(report) == {"shape", "tool", "checked", "findings", "unlisted", "silenced"}
    assert report["shape"] == 1
    assert report["unlisted"] == []
    assert report["checked"] == [
        {"environment": None, "objects": 1, "stacks": 0, "files": ["k8s/pod.yaml"], "others": []}
    ]
    (finding,) = [each for each in report["findings"] if each["rule"] == "pod-host-namespaces"]
    assert finding == {
        "rule": "pod-host-namespaces",
        "severity": "error",
        "environment": None,
        "object": "Pod/one",
        "field": "spec.hostNetwork",
        "found": "true",
        "needed": "false",
        "reason": "the pod would see and change what belongs to the node and to other pods",
        "change": [],
        "file": "k8s/pod.yaml",
        "line": 6,
    }


def test_the_same_folder_gives_the_same_report_byte_for_byte(folder: Path) -> None:
    (folder / "k8s" / "other.yaml").write_text(POD.replace("one", "two"))
    first, second = (kgc("check", "k8s", "--format", "sarif", cwd=folder).stdout for _ in range(2))
    assert first == second != ""


def test_only_what_is_severe_enough_counts(folder: Path) -> None:
    everything = findings(folder, "k8s")
    errors = findings(folder, "k8s", "--severity", "error")
    assert {each["severity"] for each in everything} == {"error", "warning"}
    assert errors == [each for each in everything if each["severity"] == "error"]


def test_a_warning_alone_is_nothing_when_only_errors_count(tmp_path: Path) -> None:
    (tmp_path / "mixed.yaml").write_text(f"{GOOD}---\nreplicas: 3\n")
    assert [each["rule"] for each in findings(tmp_path, ".")] == ["file-mixes-objects"]
    assert kgc("check", ".", "--severity", "error", cwd=tmp_path).returncode == 0


def test_the_report_replaces_a_file_as_a_whole(folder: Path) -> None:
    report = folder / "reports" / "kgc.json"
    report.parent.mkdir()
    report.write_text("older")
    result = kgc("check", "k8s", "--format", "json", "--output", report, cwd=folder)
    assert (result.returncode, result.stdout) == (1, "")
    assert json.loads(report.read_text())["findings"]
    assert [each.name for each in report.parent.iterdir()] == ["kgc.json"]


def test_silences_of_a_file_hold_for_paths(folder: Path) -> None:
    silences = folder / "silences.txt"
    silences.write_text("- {rule: pod-host-namespaces, object: Pod/one, reason: It watches the node itself.}\n")
    assert "pod-host-namespaces" not in {each["rule"] for each in findings(folder, "k8s", "--silences", str(silences))}
    report = json.loads(kgc("check", "k8s", "--silences", silences, "--format", "json", cwd=folder).stdout)
    assert [(each["rule"], each["silence"]) for each in report["silenced"]] == [
        ("pod-host-namespaces", "It watches the node itself.")
    ]
    silences.write_text("- {rule: file-not-readable, object: Pod/one, reason: It watches the node itself.}\n")
    assert "silence-unused" in {each["rule"] for each in findings(folder, "k8s", "--silences", str(silences))}


@pytest.mark.parametrize(
    ("text", "field"),
    [("a: b", "--silences"), ("- text", "0"), ("- {rule: x, object: y, reason: z}", "0.object"), ("[", "--silences"),
     ("--- []\n--- []\n", "--silences"), ("- {1: x}", "0"), ("- [x]", "0")],
)  # fmt: skip
def test_wrong_silences_cannot_be_run_with(folder: Path, text: str, field: str) -> None:
    (folder / "silences").write_text(text)
    result = kgc("check", "k8s", "--silences", "silences", cwd=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"\n{field}" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_environment_is_checked_without_being_written(tmp_path: Path) -> None:
    result = kgc("check", "production", "--apps", APPS, cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "nothing found\n", "")
    assert list(tmp_path.iterdir()) == []


def test_every_environment_is_checked_when_none_is_named(tmp_path: Path) -> None:
    report = json.loads(kgc("check", "--apps", APPS, "--format", "json", cwd=tmp_path).stdout)
    assert [each["environment"] for each in report["checked"]] == APP_NAMES


def test_a_mistake_of_an_environment_leads_to_the_line_of_the_setting(tmp_path: Path) -> None:
    source = (APPS / "production.py").read_text()
    app = tmp_path / "other.py"
    app.write_text(
        source.replace("ENVIRONMENT = Environment(", "ENVIRONMENT = Environment(\n    disruption_budget=None,")
    )
    app.write_text(re.sub(r"\n    disruption_budget=Disrupt[^\n]*", "", app.read_text()))
    (finding,) = findings(tmp_path, "other.py")
    assert (finding["rule"], finding["environment"], finding["file"]) == ("budget-missing", "production", "other.py")
    assert app.read_text().splitlines()[finding["line"] - 1] == "    disruption_budget=None,"


def test_an_environment_says_what_it_breaks_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(
        "from kgc_constructs.settings import Environment, Silence\n"
        "ENVIRONMENT = Environment(\n"
        "    environment='dev', disruption_budget=None,\n"
        "    silences=(\n"
        "        Silence(rule='budget-missing', object='Deployment/kgc-sidecar', reason='Nobody drains this.'),\n"
        "        Silence(rule='budget-mising', object='Deployment/kgc-sidecar', reason='Nobody drains this.'),\n"
        "    ),\n"
        ")\n"
    )
    (finding,) = findings(tmp_path, "own.py")
    assert (finding["rule"], finding["field"], finding["line"]) == ("silence-unused", "silences.1", 4)
    assert "budget-missing" in finding["needed"]


@pytest.mark.parametrize("form", ["table", "json", "sarif"])
def test_whatever_keeps_it_from_running_ends_with_2_and_is_told_at_once(folder: Path, form: str) -> None:
    (folder / "broken.py").write_text("ENVIRONMENT = Environmnt()\n")
    (folder / "syntax.py").write_text("ENVIRONMENT = (\n")
    (folder / "wrong.py").write_text(
        "from kgc_constructs.settings import Environment\nENVIRONMENT = Environment(environment='x')"
    )
    names = ["prodction", "nowhere", "broken.py", "syntax.py", "wrong.py", "missing.py", "\x1b[31m"]
    result = kgc("check", *names, "k8s", "--apps", APPS, "--format", form, cwd=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("Nothing was checked: 7 problems\n")
    for said in (*names[:-1], "line 1: NameError", "production"):
        assert said in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["empty"], "There is nothing to check"),
        (["notes.txt"], "nothing is known of such files"),
        (["--apps", "empty"], "it describes none"),
        (["good.yaml", "--output", "empty"], "--output"),
        (["good.yaml", "--silences", "missing"], "missing"),
        (["good.yaml", "--format", "xml"], "xml"),
    ],
)
def test_so_does_each_alone(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "good.yaml").write_text(GOOD)
    result = kgc("check", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_without_objects_is_no_mistake_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    assert kgc("check", "values.yaml", cwd=tmp_path).returncode == 0


def test_nothing_that_stands_in_a_manifest_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    (tmp_path / "pod.json").write_text(json.dumps({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "\x1b[2J\ud800[red]evil[/red]", "namespace": "x\n\x07"},
        "spec": {"hostNetwork": "\x1b]0;x\x07" * 1000},
    }))  # fmt: skip
    for form in ("table", "json", "sarif"):
        result = kgc("check", ".", "--format", form, cwd=tmp_path)
        assert result.returncode == 1, result.stderr
        assert "\x1b" not in result.stdout
        assert "\x07" not in result.stdout
    assert "[red]evil[/red]" in kgc("check", ".", cwd=tmp_path).stdout.replace("\n", "")
