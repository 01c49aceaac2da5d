"""Faults of construct libraries in general: each is shown on the library itself, and absent from what we make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cdk8s_plus_27 as plus
import pytest
from cdk8s import App, Chart, JsonPatch
from cdk8s_plus_27 import k8s
from constructs import Construct

from kgc_constructs.errors import CheckError
from kgc_constructs.kubernetes import Deployment, DisruptionBudget, KgcSidecar, Namespace
from kgc_constructs.settings import Environment, SettingsError
from kgc_constructs.testing import assert_matches_golden, render_chart
from kgc_constructs.tokens import unresolved
from tests.conftest import ROOT
from tests.kubernetes.documents import alone, chart, container_of, objects, only, pod_of

LIMIT = "/spec/template/spec/containers/0/resources/limits/memory"


def theirs(scope: Construct, **container: Any) -> k8s.KubeDeployment:
    """A Deployment as the library makes it when nobody looks."""
    labels = {"app": "x"}
    template = k8s.PodTemplateSpec(
        metadata=k8s.ObjectMeta(labels=labels), spec={"containers": [{"name": "x", **container}]}
    )
    spec = k8s.DeploymentSpec(selector=k8s.LabelSelector(match_labels=labels), template=template)
    return k8s.KubeDeployment(scope, "Theirs", spec=spec)


def test_fault_27_a_patch_that_would_be_dropped_is_an_error(minimal: Environment) -> None:
    deployment = theirs(chart(), resources={"limits": {"memory": k8s.Quantity.from_string("512Mi")}})
    deployment.add_json_patch(JsonPatch.replace(LIMIT, "1Gi"))
    assert container_of(deployment.to_json())["resources"]["limits"] == {}, "the library deletes the limit silently"
    ours = Deployment(chart(), "Ours", settings=minimal)
    with pytest.raises(CheckError, match=LIMIT):
        ours.api_object.add_json_patch(JsonPatch.replace(LIMIT, "1Gi"))


def test_fault_27_a_whole_number_in_a_budget_is_rendered_or_refused(minimal: Environment) -> None:
    spec = k8s.PodDisruptionBudgetSpec(min_available=k8s.IntOrString.from_number(2))
    budget = k8s.KubePodDisruptionBudget(chart(), "Theirs", spec=spec)
    budget.add_json_patch(JsonPatch.replace("/spec/minAvailable", 1))
    assert budget.to_json()["spec"] == {}
    ours = DisruptionBudget(chart(), "Ours", settings=minimal)
    assert ours.api_object.to_json()["spec"]["minAvailable"] == 1
    with pytest.raises(CheckError, match="/spec/minAvailable"):
        ours.api_object.add_json_patch(JsonPatch.replace("/spec/minAvailable", 1))


def test_fault_28_a_misspelt_name_is_an_error(minimal: Environment) -> None:
    assert "image" not in container_of(theirs(chart(), imag="kgc:1").to_json()), "the library drops it silently"
    with pytest.raises(SettingsError, match="no setting of this name"):
        minimal.evolve(image={"repositori": "unrdf/kgc-sidecar"})
    with pytest.raises(SettingsError, match="no setting of this name"):
        minimal.evolve(placement={"affinity": {"anti_pods": []}})


@pytest.mark.parametrize(("field", "value"), [("app_name", "Bad_Name"), ("labels", {"a b": "c"}), ("namespace", "-")])
def test_fault_28_a_name_that_the_api_refuses_is_an_error(field: str, value: Any, minimal: Environment) -> None:
    config = k8s.KubeConfigMap(chart(), "Theirs", metadata=k8s.ObjectMeta(name="Bad_Name", labels={"a b": "c"}))
    assert config.to_json()["metadata"] == {"name": "Bad_Name", "labels": {"a b": "c"}}, "the library lets it pass"
    with pytest.raises(SettingsError) as error:
        minimal.evolve(**{field: value})
    assert {each.field for each in error.value.problems} == {field}


def selector_below(path: str, build: Any) -> Any:
    """The selector of what `build` makes below the construct `path`."""
    scope = Chart(App(), path, disable_resource_name_hashes=True)
    build(scope)
    return only("Deployment", {each["kind"]: dict(each) for each in render_chart(scope)})["spec"]["selector"]


def test_fault_29_selectors_do_not_depend_on_the_place_in_the_tree(minimal: Environment) -> None:
    def opaque(scope: Construct) -> None:
        plus.Deployment(scope, "Theirs", containers=[plus.ContainerProps(image="x")])

    def ours(scope: Construct) -> None:
        Deployment(scope, "Ours", settings=minimal)

    assert selector_below("a", opaque) != selector_below("b", opaque), "moving it replaces an immutable field"
    assert selector_below("a", ours) == selector_below("b", ours)
    assert set(selector_below("a", ours)["matchLabels"]) == {
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
    }


def test_fault_30_labels_reach_the_pods_and_no_namespace_is_stamped(minimal: Environment) -> None:
    scope = chart(labels={"team": "graph"}, namespace="stamped")
    theirs(scope)
    k8s.KubeNamespace(scope, "TheirNamespace", metadata=k8s.ObjectMeta(name="own"))
    found = {each["kind"]: dict(each) for each in render_chart(scope)}
    assert "team" not in pod_of(found["Deployment"])["metadata"]["labels"]
    assert found["Namespace"]["metadata"]["namespace"] == "stamped"

    scope, settings = chart(namespace="stamped"), minimal.evolve(labels={"team": "graph"})
    Deployment(scope, "Ours", settings=settings)
    Namespace(scope, "OurNamespace", settings=settings)
    found = {each["kind"]: dict(each) for each in render_chart(scope)}
    assert pod_of(found["Deployment"])["metadata"]["labels"]["team"] == "graph"
    assert "namespace" not in found["Namespace"]["metadata"]


def test_fault_31_nothing_is_rendered_that_no_setting_says(minimal: Environment) -> None:
    scope = chart()
    plus.Deployment(scope, "Theirs", containers=[plus.ContainerProps(image="x", port_number=80)])
    (hidden,) = render_chart(scope)
    assert container_of(dict(hidden))["resources"]["requests"]["cpu"] == "1000m"
    assert "startupProbe" in container_of(dict(hidden))
    assert not hasattr(plus, "PodDisruptionBudget")
    assert "seccompProfile" not in str(hidden)

    ours = alone(Deployment, minimal)
    assert container_of(ours)["resources"]["requests"]["cpu"] == minimal.resources.cpu_request
    assert container_of(ours)["startupProbe"]["failureThreshold"] == minimal.startup.failure_threshold
    assert pod_of(ours)["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert alone(DisruptionBudget, minimal)["kind"] == "PodDisruptionBudget"


def pending(spread: list[dict[str, Any]], replicas: int, zones: int) -> int:
    """Pods of `replicas` that stay pending when all zones but one are full, by the constraint on zones."""
    skews = [
        each["maxSkew"]
        for each in spread
        if each["topologyKey"].endswith("zone") and each["whenUnsatisfiable"] == "DoNotSchedule"
    ]
    return max(0, replicas - min(skews)) if skews and zones > 1 else 0


def test_fault_32_zones_never_cap_the_pods(app_environment: Environment) -> None:
    demand = {"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule"}
    assert pending([demand], replicas=10, zones=3) == 9
    ours = pod_of(only("Deployment", objects(app_environment)))["spec"]["topologySpreadConstraints"]
    assert pending(ours, replicas=10, zones=3) == 0


def is_one_rule(budget: dict[str, Any]) -> bool:
    """Whether the API server would take the budget: it wants exactly one of the two."""
    return len({"minAvailable", "maxUnavailable"} & budget["spec"].keys()) == 1


def test_fault_33_a_rule_finds_what_a_snapshot_freezes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    broken = {"kind": "PodDisruptionBudget", "spec": {"minAvailable": 1, "maxUnavailable": 1}}
    assert_matches_golden([broken], tmp_path / "golden.yaml", update=True)
    assert_matches_golden([broken], tmp_path / "golden.yaml")  # the snapshot is content for ever
    assert not is_one_rule(broken)


def test_fault_33_every_budget_is_one_rule(app_environment: Environment) -> None:
    found = objects(app_environment.evolve(autoscaling={"min_replicas": 3}, disruption_budget={"min_available": 2}))
    assert is_one_rule(only("PodDisruptionBudget", found))


def test_fault_34_nothing_unresolved_is_in_a_manifest(app_environment: Environment) -> None:
    resolved_badly = {"spec": {"host": "Failed fetching value for output certificate_arn"}}
    assert [path for path, _ in unresolved(resolved_badly)] == ["spec.host"]
    assert list(unresolved(objects(app_environment))) == []


def test_fault_34_the_resolver_is_not_needed() -> None:
    assert "resolver" not in (ROOT / "pyproject.toml").read_text()
    assert "resolver" not in (ROOT / "requirements.lock").read_text()


def test_a_sidecar_is_all_of_this_at_once(minimal: Environment) -> None:
    scope = chart(namespace="stamped", labels={"their": "label"})
    KgcSidecar(scope, "Sidecar", settings=minimal)
    assert list(unresolved(render_chart(scope))) == []
