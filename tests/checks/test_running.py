"""Errors stop, warnings do not, silences hold for one rule of one object, and nothing depends on chance."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from kgc_constructs.checks import Finding, Rendered, Rule, Severity, judge, run_checks, running
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment, Silence
from tests.checks.good import ENVIRONMENT, good

BROKEN = Rule(id="test-error", title="It holds", why="it must", source="here")
DOUBTFUL = Rule(id="test-warning", title="It may hold", why="it may", source="here", severity=Severity.WARNING)


def silence(rule: str, name: str) -> Silence:
    return Silence(rule=rule, object=name, reason="The test wants it so.")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the only check finds; tests put into it what they want."""
    findings: list[Finding] = []

    def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
        yield from findings

    monkeypatch.setattr(running, "CHECKS", {"test": check})
    monkeypatch.setattr(running, "RULES", {rule.id: rule for rule in (BROKEN, DOUBTFUL)})
    return findings


def at(rule: Rule, kind: str = "Deployment", path: str = "spec") -> Finding:
    return rule.in_object({"kind": kind, "metadata": {"name": "kgc-sidecar"}}, path, 1, "2")


def test_an_error_stops_with_every_error_and_no_warning(found: list[Finding]) -> None:
    found += [at(BROKEN, path="b"), at(DOUBTFUL), at(BROKEN, path="a")]
    with pytest.raises(CheckError) as error:
        run_checks(good(), ENVIRONMENT)
    assert [problem.field for problem in error.value.problems] == [
        "Deployment/kgc-sidecar: a",
        "Deployment/kgc-sidecar: b",
    ]
    assert "test-error (error)" in str(error.value)


def test_warnings_are_handed_out(found: list[Finding]) -> None:
    found.append(at(DOUBTFUL))
    assert run_checks(good(), ENVIRONMENT) == (at(DOUBTFUL),)


def test_the_order_is_by_place_whatever_order_they_are_found_in(found: list[Finding]) -> None:
    found += [at(BROKEN, "Service"), at(DOUBTFUL), at(BROKEN, path="spec.x"), at(BROKEN)]
    forwards = judge(good(), ENVIRONMENT).findings
    found.reverse()
    assert judge(good(), ENVIRONMENT).findings == forwards
    assert [(each.target, each.path, each.rule.id) for each in forwards] == [
        ("Deployment/kgc-sidecar", "spec", "test-error"),
        ("Deployment/kgc-sidecar", "spec.x", "test-error"),
        ("Service/kgc-sidecar", "spec", "test-error"),
        ("Deployment/kgc-sidecar", "spec", "test-warning"),
    ]


@pytest.mark.parametrize("rule", [BROKEN, DOUBTFUL])
def test_a_silence_takes_out_one_rule_of_one_object(found: list[Finding], rule: Rule) -> None:
    found += [at(rule, path="a"), at(rule, path="b"), at(rule, "Service")]
    verdict = judge(good(), ENVIRONMENT.evolve(silences=(silence(rule.id, "Deployment/kgc-sidecar"),)))
    assert [each.target for each in verdict.findings] == ["Service/kgc-sidecar"]
    assert [each.path for each in verdict.silenced] == ["a", "b"]


@pytest.mark.parametrize(
    ("rule", "name", "reason"),
    [
        ("test-error", "Service/kgc-sidecar", "Service/kgc-sidecar keeps this rule"),
        ("test-warning", "Deployment/kgc-sidecar", "Deployment/kgc-sidecar keeps this rule"),
        ("test-error", "Deployment/other", "there is no such object"),
        ("test-eror", "Deployment/kgc-sidecar", "there is no rule of this id"),
    ],
)
def test_a_silence_that_silences_nothing_is_an_error(found: list[Finding], rule: str, name: str, reason: str) -> None:
    found.append(at(BROKEN))
    silences = (silence("test-error", "Deployment/kgc-sidecar"), silence(rule, name))
    (finding,) = judge(good(), ENVIRONMENT.evolve(silences=silences)).errors
    assert (finding.rule.id, finding.field, finding.reason) == ("silence-unused", "settings: silences.1", reason)
    assert ("test-error" in finding.allowed) == (rule == "test-eror")


def test_no_silence_is_called_unused_while_one_engine_is_missing(found: list[Finding]) -> None:
    environment = ENVIRONMENT.evolve(silences=(silence("test-error", "terraform/vault"),))
    assert judge(Rendered(good().kubernetes), environment).findings == ()
    assert judge(Rendered(terraform=good().terraform), environment).findings == ()
    assert len(judge(good(), environment).findings) == 1


def test_an_object_of_another_folder_may_be_silenced(found: list[Finding]) -> None:
    silences = (silence("test-error", "Deployment/elsewhere"),)
    assert judge(good(), None, silences).findings == ()
    assert len(judge(good(), None, (silence("test-error", "Deployment/kgc-sidecar"),)).findings) == 1


def test_a_finding_names_its_rule_and_the_setting() -> None:
    text = str(at(dataclasses.replace(BROKEN, settings=("replicas", "autoscaling"))))
    assert text.splitlines()[-2:] == ["  rule:    test-error (error)", "  change:  replicas, autoscaling"]


def test_a_rule_that_is_broken_without_end_is_listed_as_often_as_anybody_reads(
    found: list[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST", 3)
    advice = dataclasses.replace(BROKEN, severity=Severity.WARNING)  # the same rule, where less is known
    found += [at(BROKEN, path=f"spec.{number}") for number in range(5)]
    found += [at(DOUBTFUL, path=f"spec.{number}") for number in range(3)]
    found += [at(advice, path=f"spec.{number}") for number in range(4)]
    found += [at(BROKEN, "Service", f"spec.{number}") for number in range(9)]
    silences = (silence("test-error", "Service/kgc-sidecar"),)
    verdict = judge(good(), None, silences)
    assert [each.path for each in verdict.errors] == ["spec.0", "spec.1", "spec.2"]
    assert [each.path for each in verdict.warnings] == ["spec.0", "spec.0", "spec.1", "spec.1", "spec.2", "spec.2"]
    assert verdict.unlisted == {BROKEN: 2, advice: 1}
    assert len(verdict.silenced) == 9  # they are of one object, and somebody wants them


def test_an_environment_is_told_everything_at_once(found: list[Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST", 3)
    found += [at(BROKEN, path=f"spec.{number}") for number in range(5)]
    with pytest.raises(CheckError) as error:
        run_checks(good(), ENVIRONMENT)
    assert len(error.value.problems) == 5
    assert judge(good(), ENVIRONMENT).unlisted == {}
