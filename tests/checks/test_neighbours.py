"""What belongs together: monitors and what they watch, folders and neighbours; and how much goes with how much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.checking import check_paths
from kgc_constructs.checks import Rendered, judge
from kgc_constructs.checks.model.work import TooMuch, Work
from kgc_constructs.checks.rule import Severity
from kgc_constructs.errors import InputError

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n"
    "spec: {containers: [{name: web, image: x}]}\n"
)
SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}\n"
)


def service(namespace: str, port: str) -> dict[str, Any]:
    metadata = {"name": "web", "namespace": namespace, "labels": {"app": "web"}}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {"ports": [{"name": port, "port": 80}]},
    }


def monitor(chosen: dict[str, Any]) -> dict[str, Any]:
    spec = {
        "selector": {"matchLabels": {"app": "web"}},
        "endpoints": [{"port": "metrics"}],
        "namespaceSelector": chosen,
    }
    metadata = {"name": "web", "namespace": "monitoring"}
    return {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": metadata, "spec": spec}


@pytest.mark.parametrize(
    ("chosen", "port", "found"),
    [
        ({"matchNames": ["app"]}, "metrics", False),
        ({"matchNames": ["app"]}, "http", True),
        ({"any": True}, "metrics", False),
        ({"any": True}, "http", True),
        ({"matchNames": ["elsewhere"]}, "http", False),
        ({}, "http", False),
    ],
)
def test_a_monitor_looks_into_the_namespaces_that_it_names(chosen: dict[str, Any], port: str, found: bool) -> None:
    verdict = judge(Rendered((service("app", port), service("other", port), monitor(chosen))), None)
    assert ("monitor-port" in {each.rule.id for each in verdict.findings}) is found


@pytest.mark.parametrize(("folder", "severity"), [("one", Severity.ERROR), ("two", Severity.WARNING)])
def test_what_lies_in_another_folder_may_be_of_another_system(tmp_path: Path, folder: str, severity: Severity) -> None:
    for name, text in (("one", POD), (folder, SERVICE)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / f"{len(text)}.yaml").write_text(text)
    found = check_paths([tmp_path]).verdict.findings
    assert [each.rule.severity for each in found if each.rule.id == "service-target-port"] == [severity]


def deployment(name: str) -> str:
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, "
        "spec: {containers: [{name: web, image: x}]}}}\n"
    )


@pytest.mark.parametrize(("folder", "severity"), [("one", Severity.ERROR), ("two", Severity.WARNING)])
def test_so_may_be_pods_with_the_same_labels(tmp_path: Path, folder: str, severity: Severity) -> None:
    for where, name in (("one", "first"), (folder, "second")):
        (tmp_path / where).mkdir(exist_ok=True)
        (tmp_path / where / f"{name}.yaml").write_text(deployment(name))
    found = check_paths([tmp_path]).verdict.findings
    assert {each.rule.severity for each in found if each.rule.id == "selector-matches-others"} == {severity}


def test_nobody_waits_for_everything_to_be_held_against_everything() -> None:
    work = Work(2)
    work.spend(2)
    with pytest.raises(TooMuch):
        work.spend(1)


def test_kgc_check_says_so_instead_of_going_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all.yaml").write_text(f"{POD}---\n{SERVICE}")
    monkeypatch.setattr(Work.__init__, "__defaults__", (0,))
    with pytest.raises(InputError) as error:
        check_paths([tmp_path])
    (problem,) = error.value.problems
    assert problem.allowed
    assert problem.reason
