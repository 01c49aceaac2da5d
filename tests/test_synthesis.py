"""A warning is shown and stops nothing; an error stops everything."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgc_constructs import synth, synth_all
from kgc_constructs.checks import Finding, Rendered, Rule, Severity, running
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment

DOUBTFUL = Rule(id="test-rule", title="It may hold", why="it may", source="here", severity=Severity.WARNING)


def find(monkeypatch: pytest.MonkeyPatch, rule: Rule) -> None:
    """Have the checks find one thing."""

    def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
        yield rule.in_object(next(rendered.of_kind("Deployment")), "spec.replicas", 1, "2")

    monkeypatch.setattr(running, "CHECKS", {"test": check})


def test_a_warning_goes_to_stderr_once_and_everything_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, minimal: Environment
) -> None:
    find(monkeypatch, DOUBTFUL)
    result = synth(minimal, tmp_path)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("development is rendered, with 1 warning\nDeployment/kgc-sidecar: spec.replicas\n")
    assert shown.err.count("test-rule") == 1
    assert [finding.rule for finding in result.warnings] == [DOUBTFUL]
    assert all(file.is_file() for file in result.files)


def test_many_tell_theirs_at_the_end_to_whom_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, minimal: Environment
) -> None:
    find(monkeypatch, DOUBTFUL)
    told: list[str] = []
    synth_all([minimal, minimal.evolve(name="other", namespace="other")], tmp_path, tell=told.append)
    assert [text.split()[0] for text in told] == ["development", "other"]
    assert capsys.readouterr().err == ""


def test_an_error_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, minimal: Environment) -> None:
    find(monkeypatch, dataclasses.replace(DOUBTFUL, severity=Severity.ERROR))
    with pytest.raises(CheckError):
        synth(minimal, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said_when_nothing_is_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, minimal: Environment
) -> None:
    assert synth(minimal.evolve(image=minimal.image.evolve(tag="1.4.2")), tmp_path).warnings == ()
    assert capsys.readouterr() == ("", "")
