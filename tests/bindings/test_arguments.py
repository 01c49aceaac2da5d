"""The kernel is sent what jsii would send, but for properties that nobody gave."""

from __future__ import annotations

import datetime
from typing import Any

from cdk8s import App, YamlOutputType
from cdk8s_plus_27 import k8s
from jsii import _kernel

import kgc_constructs.kubernetes.rendering  # noqa: F401  # has the bindings on, whichever way
from kgc_constructs.bindings import arguments


def given(value: Any) -> Any:
    """The same without structs' properties of None."""
    if isinstance(value, list):
        return [given(each) for each in value]
    if isinstance(value, dict):
        return {key: without_none(each) if key == "$jsii.struct" else given(each) for key, each in value.items()}
    return value


def without_none(struct: dict[str, Any]) -> dict[str, Any]:
    data = {name: given(each) for name, each in struct["data"].items() if each is not None}
    return {"fqn": struct["fqn"], "data": data}


def test_every_kind_of_argument_is_written_as_by_jsii() -> None:
    container = k8s.Container(name="a", args=["b", "c"], resources=k8s.ResourceRequirements(limits={}), tty=False)
    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    scope = App()
    pod = k8s.PodSpec(containers=[container], node_selector={"a": "b"}, termination_grace_period_seconds=0)
    values: list[Any] = [
        pod,
        None,
        1,
        1.5,
        True,
        "a",
        [None, "a", container],
        {"a": None, "b": [pod]},
        moment,
        scope,
        YamlOutputType.FILE_PER_APP,
    ]
    plain = [arguments._original(_kernel, value) for value in values]  # type: ignore[arg-type]
    fast = [arguments._written(_kernel, value) for value in values]
    assert fast == given(plain)
    assert list(fast[0]["$jsii.struct"]["data"]) == ["containers", "nodeSelector", "terminationGracePeriodSeconds"]
