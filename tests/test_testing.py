"""What users of the library need for snapshot tests of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.testing import assert_matches_golden, flatten, normalise, render, render_chart, render_stack

CONFIG_MAP: dict[str, Any] = {
    "kind": "ConfigMap",
    "data": {"config.json": '{"performance": {"maxHooks": 5}}', "notes.txt": '{"not": "read"}'},
}


def test_a_path_names_members_by_their_name_or_else_by_their_place() -> None:
    document = {
        "spec": {
            "containers": [
                {"name": "kgc-sidecar", "env": [{"name": "MAX_HOOKS", "value": "5"}], "command": ["a", "b"]}
            ],
            "rules": [{"name": "same", "port": 1}, {"name": "same", "port": 2}],
            "mixed": [{"name": "one"}, {"port": 2}],
            "podSelector": {},
            "peers": [],
            "replicas": 3,
            "paused": None,
        }
    }
    assert flatten(document) == {
        "spec.containers.kgc-sidecar.name": "kgc-sidecar",
        "spec.containers.kgc-sidecar.env.MAX_HOOKS.name": "MAX_HOOKS",
        "spec.containers.kgc-sidecar.env.MAX_HOOKS.value": "5",
        "spec.containers.kgc-sidecar.command.0": "a",
        "spec.containers.kgc-sidecar.command.1": "b",
        "spec.rules.0.name": "same",
        "spec.rules.0.port": 1,
        "spec.rules.1.name": "same",
        "spec.rules.1.port": 2,
        "spec.mixed.0.name": "one",
        "spec.mixed.1.port": 2,
        "spec.podSelector": "{}",
        "spec.peers": "[]",
        "spec.replicas": 3,
        "spec.paused": None,
    }


def test_a_configuration_file_is_read() -> None:
    assert flatten(CONFIG_MAP) == {
        "kind": "ConfigMap",
        "data.config.json.performance.maxHooks": 5,
        "data.notes.txt": '{"not": "read"}',
    }


def test_what_a_tool_writes_of_itself_is_left_out() -> None:
    stack = {
        "resource": {"b": {"x": {"//": {"metadata": 1}, "name": "x"}}, "a": 1},
        "//": {"metadata": {"version": "0.21"}},
    }
    assert json.dumps(normalise(stack)) == '{"resource": {"a": 1, "b": {"x": {"name": "x"}}}}'


def test_a_golden_is_compared_as_data(tmp_path: Path) -> None:
    golden = tmp_path / "golden.yaml"
    golden.write_text(
        'data: {notes.txt: \'{"not": "read"}\', config.json: \'{"performance": {"maxHooks": 5}}\'}\nkind: ConfigMap\n'
    )
    assert_matches_golden([CONFIG_MAP], golden)


def test_a_difference_is_shown_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    golden = tmp_path / "new" / "golden.yaml"
    assert_matches_golden([{"kind": "A", "text": "one\ntwo\n"}], golden, update=True)
    with pytest.raises(AssertionError) as error:
        assert_matches_golden([{"kind": "A", "text": "one\nthree\n"}], golden)
    lines = str(error.value).splitlines()
    assert "-  two" in lines
    assert "+  three" in lines
    assert "-kind: A" not in lines


def test_a_stack_is_kept_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    golden = tmp_path / "vault.json"
    assert_matches_golden({"resource": {}, "//": {"version": "1"}}, golden, update=True)
    assert json.loads(golden.read_text()) == {"resource": {}}
    assert_matches_golden({"resource": {}, "//": {"version": "2"}}, golden)
    with pytest.raises(AssertionError, match="provider"):
        assert_matches_golden({"resource": {}, "provider": {}}, golden)


def test_a_golden_that_is_not_there_is_a_difference(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no golden"):
        assert_matches_golden([CONFIG_MAP], tmp_path / "none.yaml")


@pytest.mark.parametrize("ci", ["true", "1"])
def test_ci_never_writes_one(ci: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(ValueError, match="CI"):
        assert_matches_golden([CONFIG_MAP], tmp_path / "new.yaml", update=True)
    assert list(tmp_path.iterdir()) == []


def test_both_engines_are_rendered(minimal: Environment) -> None:
    rendered = render(minimal)
    assert {"Namespace", "Deployment", "Service"} <= {document["kind"] for document in rendered.kubernetes}
    assert set(rendered.terraform) == {"vault"}
    assert rendered.terraform["vault"]["resource"]["vault_mount"]


def test_rendering_again_gives_the_same(minimal: Environment) -> None:
    assert render(minimal) == render(minimal)


def test_a_chart_of_ones_own_is_rendered() -> None:
    from cdk8s import ApiObject, ApiObjectMetadata, Testing  # noqa: PLC0415  # loads an engine

    chart = Testing.chart()
    ApiObject(chart, "Object", api_version="v1", kind="ConfigMap", metadata=ApiObjectMetadata(name="mine"))
    assert render_chart(chart) == [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine"}}]


def test_a_stack_of_ones_own_is_rendered() -> None:
    from cdktf import TerraformOutput, TerraformStack, Testing  # noqa: PLC0415  # loads an engine

    stack = TerraformStack(Testing.app(), "mine")
    TerraformOutput(stack, "answer", value=42)
    assert render_stack(stack)["output"] == {"answer": {"value": 42}}


def test_importing_it_loads_no_engine() -> None:
    code = "import sys, kgc_constructs.testing; print(sorted({'jsii', 'cdk8s', 'cdktf'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
