"""Faults 1 to 3 of the original: it did not load, its variables did nothing, and nobody checked them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgc_constructs.outputs import workload_outputs
from kgc_constructs.settings import Environment, SettingsError
from kgc_constructs.testing import render
from tests.servers.terraform import TerraformError, terraform

ORIGINAL = {  # two of its five files, cut down to what they have in common
    "main.tf.json": {
        "variable": {"namespace": {"type": "string"}},
        "output": {"namespace": {"value": "${var.namespace}"}},
    },
    "variables.tf.json": {"variable": {"namespace": {"type": "string"}}},
}


@pytest.mark.cli
def test_fault_01_terraform_loads_every_stack_that_it_has_a_provider_for(
    tmp_path: Path, app_environment: Environment
) -> None:
    program = terraform(tmp_path)
    stack = tmp_path / "stack"
    stack.mkdir()
    (stack / "cdk.tf.json").write_text(json.dumps(render(app_environment).terraform["certificate"]))
    program.run("init", "-backend=false", folder=stack)
    program.run("validate", folder=stack)


@pytest.mark.cli
def test_fault_01_the_original_declares_twice(tmp_path: Path) -> None:
    program = terraform(tmp_path)
    stack = tmp_path / "original"
    stack.mkdir()
    for name, document in ORIGINAL.items():
        (stack / name).write_text(json.dumps(document))
    with pytest.raises(TerraformError, match="Duplicate variable"):
        program.run("init", "-backend=false", folder=stack)


def test_fault_02_no_network_policy_means_none_and_the_outputs_say_so(minimal: Environment) -> None:
    on, off = minimal, minimal.evolve(network_policy=None)
    for environment, wanted in ((on, True), (off, False)):
        kinds = {document["kind"] for document in render(environment).kubernetes}
        outputs = json.loads(workload_outputs(environment).to_json())
        assert ("NetworkPolicy" in kinds) is wanted
        assert outputs["security_info"]["network_policy_enabled"] is wanted
        assert outputs["feature_flags"]["network_policy_enabled"] is wanted
        assert (outputs["network_policy_name"] is not None) is wanted


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_fault_03_a_state_on_one_machine_is_refused(environment: str) -> None:
    with pytest.raises(SettingsError) as error:
        Environment(environment=environment, image={"tag": "1.4.2"}, vault={"address": "https://vault.example.com"})
    assert "state" in [problem.field for problem in error.value.problems]


def test_fault_03_region_backend_and_relations_are_settings(app_environment: Environment) -> None:
    certificate = app_environment.certificate
    assert certificate is not None
    document = render(app_environment).terraform["certificate"]
    assert certificate.region in [provider["region"] for provider in document["provider"]["aws"]]
    assert list(document["terraform"]["backend"]) == [app_environment.state.kind]
    with pytest.raises(SettingsError, match="max_replicas"):
        app_environment.evolve(autoscaling={"min_replicas": 5, "max_replicas": 4})
