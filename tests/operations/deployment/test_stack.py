"""A stack in the hands of the real Terraform; its only resources are those that are built into it."""

import json
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment.stack import Stack, stacks_in
from tests.servers.terraform import terraform

pytestmark = pytest.mark.cli

VALUE = "carried-past-the-state"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rendered environment with one stack, and Terraform as the tests set it up."""
    configuration = tmp_path / "terraform-cli"
    configuration.mkdir()
    for name, value in terraform(configuration).environment.items():
        monkeypatch.setenv(name, value)
    stack = tmp_path / "terraform" / "stacks" / "data"
    stack.mkdir(parents=True)
    return stack


def write(folder: Path, value: str, **more: Any) -> Stack:
    document = {
        "terraform": {"backend": {"local": {"path": "terraform.tfstate"}}},
        "resource": {"terraform_data": {"thing": {"input": value}}},
        "output": {"certificate_domain": {"value": value}},
        **more,
    }
    (folder / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    (stack,) = stacks_in(folder.parents[1])
    return stack


def test_plan_apply_and_outputs(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan"
    stack = write(folder, "one")
    assert not stack.initialised
    stack.initialise()
    assert stack.initialised
    changes = stack.plan(file)
    assert [(change.sign, change.address) for change in changes.resources] == [("+", "terraform_data.thing")]
    stack.apply(file)
    assert json.loads(stack.outputs())["certificate_domain"]["value"] == "one"
    assert not stack.plan(file)
    (change,) = write(folder, "two").plan(file).resources
    assert change.sign == "~"
    assert 'input: "one" → "two"' in change.attributes


def test_an_ephemeral_value_is_in_no_plan_and_no_state(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = {"given": {"type": "string", "ephemeral": True, "description": "A value"}}
    stack = write(folder, "one", variable=variable)
    assert [problem.field for problem in stack.missing_values({})] == ["TF_VAR_given"]
    assert stack.missing_values({"TF_VAR_given": "x"}) == []
    monkeypatch.setenv("TF_VAR_given", VALUE)
    stack.initialise()
    stack.plan(tmp_path / "plan")
    stack.apply(tmp_path / "plan")
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert folder / "terraform.tfstate" in files
    assert not [file for file in files if VALUE.encode() in file.read_bytes()]


def test_terraforms_own_words_follow_ours(folder: Path, tmp_path: Path) -> None:
    stack = write(folder, "${nowhere.thing}")
    stack.initialise()
    with pytest.raises(OperationError, match=r"(?s)^Terraform could not plan data\.\n  .*undeclared resource"):
        stack.plan(tmp_path / "plan")


def test_a_plan_that_something_else_overtook_is_not_applied(folder: Path, tmp_path: Path) -> None:
    stack = write(folder, "one")
    stack.initialise()
    for name in ("first", "second"):
        stack.plan(tmp_path / name)
    stack.apply(tmp_path / "first")
    with pytest.raises(OperationError, match=r"(?s)could not apply data.*stale"):
        stack.apply(tmp_path / "second")
