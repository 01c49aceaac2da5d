"""What every object carries, and what selectors must never hold."""

from __future__ import annotations

from typing import Any

from kgc_constructs.kubernetes import KgcSidecar, Namespace
from kgc_constructs.settings import Environment
from kgc_constructs.testing import render_chart
from tests.kubernetes.documents import alone, chart, objects, pod_of

LABELS = {"team": "graph"}
ANNOTATIONS = {"example.com/owner": "graph"}


def selectors(value: Any) -> list[Any]:
    """Every selector below `value`, of whatever shape."""
    if isinstance(value, list):
        return [each for inner in value for each in selectors(inner)]
    if not isinstance(value, dict):
        return []
    own = [inner for key, inner in value.items() if key in ("selector", "labelSelector", "podSelector", "matchLabels")]
    return own + [each for inner in value.values() for each in selectors(inner)]


def test_every_object_has_the_environments_labels_and_annotations(app_environment: Environment) -> None:
    found = objects(app_environment.evolve(labels=LABELS, annotations=ANNOTATIONS))
    assert len(found) > 12
    for name, document in found.items():
        assert LABELS.items() <= document["metadata"]["labels"].items(), name
        assert ANNOTATIONS.items() <= document["metadata"]["annotations"].items(), name


def test_every_object_but_the_namespace_is_in_the_namespace(app_environment: Environment) -> None:
    for name, document in objects(app_environment).items():
        expected = None if document["kind"] == "Namespace" else app_environment.full_namespace
        assert document["metadata"].get("namespace") == expected, name


def test_pods_have_the_environments_labels(minimal: Environment) -> None:
    found = objects(minimal.evolve(labels=LABELS))
    workloads = [each for each in found.values() if each["kind"] in ("Deployment", "CronJob")]
    assert len(workloads) == 2
    for workload in workloads:
        assert LABELS.items() <= pod_of(workload)["metadata"]["labels"].items()


def test_no_selector_holds_a_label_that_may_change(minimal: Environment) -> None:
    before, after = objects(minimal), objects(minimal.evolve(labels=LABELS, image={"tag": "1.5.0"}))
    assert selectors(list(before.values())) == selectors(list(after.values()))
    assert len(selectors(list(before.values()))) > 5


def test_no_annotations_are_no_empty_annotations(minimal: Environment) -> None:
    for document in objects(minimal).values():
        assert document["metadata"].get("annotations") != {}


def test_somebodys_chart_neither_moves_objects_nor_stamps_the_namespace(minimal: Environment) -> None:
    scope = chart(namespace="theirs", labels={"their": "label"})
    Namespace(scope, "Namespace", settings=minimal)
    KgcSidecar(scope, "Sidecar", settings=minimal)
    namespace, *others = render_chart(scope)
    assert "namespace" not in namespace["metadata"]
    assert {each["metadata"]["namespace"] for each in others} == {minimal.full_namespace}


def test_the_namespace_admits_restricted_pods_of_a_pinned_version_only(minimal: Environment) -> None:
    labels = alone(Namespace, minimal.evolve(pod_security_version="v1.29"))["metadata"]["labels"]
    for mode in ("enforce", "warn", "audit"):
        assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"
        assert labels[f"pod-security.kubernetes.io/{mode}-version"] == "v1.29"
