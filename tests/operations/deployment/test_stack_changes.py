"""A Terraform plan as a person reads it: signs, counts, what differs; and no secret."""

import json
from typing import Any

import pytest

from kgc_constructs.operations.deployment.stack_changes import read_changes


def plan(*resources: dict[str, Any], **more: Any) -> str:
    return json.dumps({"resource_changes": list(resources), **more})


def resource(*actions: str, before: Any = None, after: Any = None, **more: Any) -> dict[str, Any]:
    return {"address": "kind.name", "change": {"actions": list(actions), "before": before, "after": after, **more}}


def lines(*resources: dict[str, Any], **more: Any) -> list[str]:
    return list(read_changes("stack", plan(*resources, **more)).lines())


def test_nothing_to_do() -> None:
    outputs = {"a": {"actions": ["no-op"]}}
    changes = read_changes("stack", plan(resource("no-op"), resource("read"), output_changes=outputs))
    assert not changes
    assert list(changes.lines()) == ["stack: no changes"]


def test_every_kind_of_change_has_its_sign_and_is_counted() -> None:
    found = lines(
        resource("create"),
        resource("update"),
        resource("delete"),
        resource("delete", "create"),
        resource("create", "delete"),
    )
    assert found[0] == "stack: 3 to add, 1 to change, 3 to destroy"
    assert [line.split()[0] for line in found[1:]] == ["+", "~", "-", "-/+", "-/+"]


def test_what_differs_is_named_with_both_values() -> None:
    change = resource("update", before={"a": 1, "b": "x", "c": [1]}, after={"a": 2, "b": "x", "c": [1, 2]})
    assert lines(change)[2:] == ["        a: 1 → 2", "        c: [1] → [1, 2]"]


def test_what_only_apply_will_tell_says_so() -> None:
    change = resource("update", before={"arn": "old"}, after={}, after_unknown={"arn": True})
    assert lines(change)[2:] == ['        arn: "old" → (known after apply)']


@pytest.mark.parametrize("where", ["before_sensitive", "after_sensitive"])
@pytest.mark.parametrize("what", [{"password": True}, True])
def test_a_secret_is_named_and_not_shown(where: str, what: object) -> None:
    values = {"before": {"password": "hunter1"}, "after": {"password": "hunter2"}}
    text = "\n".join(lines(resource("update", **values, **{where: what})))
    assert "password: (not shown)" in text
    assert "hunter" not in text


def test_a_long_value_is_cut() -> None:
    found = lines(resource("update", before={"policy": "x" * 500}, after={"policy": "y" * 500}))
    assert max(map(len, found)) < 150


def test_outputs_alone_are_a_change_too() -> None:
    changes = read_changes("stack", plan(output_changes={"a": {"actions": ["create"]}}))
    assert changes
    assert list(changes.lines()) == ["stack: 0 to add, 0 to change, 0 to destroy", "  outputs only"]
