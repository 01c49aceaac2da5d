"""A document is read whole or not at all, and its resources come in an order in which they can be made."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.applier.document import read_document, resources_of
from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.run import Applier
from tests.servers.web import WebClient


def _policy(**more: object) -> dict[str, Any]:
    return {"name": "n", "policy": "p", **more}


def test_resources_come_after_those_they_refer_to_and_those_they_depend_on() -> None:
    resources = {
        "vault_policy": {
            "a": _policy(name="${vault_mount.z.path}"),
            "b": _policy(depends_on=["vault_policy.a"]),
        },
        "vault_mount": {"z": {"path": "z", "type": "kv"}},
    }
    order = [resource.address for resource in resources_of({"resource": resources})]
    assert order == ["vault_mount.z", "vault_policy.a", "vault_policy.b"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "${vault_mount.absent.path}"},
        {"depends_on": ["vault_mount.absent"]},
        {"depends_on": ["${vault_policy.a}"]},
        {"lifecycle": {"replace_triggered_by": []}},
    ],
    ids=["reference", "dependency", "dependency as a template, which Terraform refuses too", "lifecycle"],
)
def test_what_leads_nowhere_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ApplierError):
        resources_of({"resource": {"vault_policy": {"a": _policy(), "b": _policy(**body)}}})


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"vault_policy_document": {}}},
        {"resource": {"vault_unheard_of": {"a": {}}}},
    ],
    ids=["section", "resource"],
)
def test_an_unknown_part_is_refused_before_anything_is_sent(tmp_path: Path, document: dict[str, Any]) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    nowhere = WebClient("http://127.0.0.1:1")
    with pytest.raises(ApplierError, match="not known here"):
        Applier(nowhere, path, state=tmp_path / "state.json")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_policy(polcy="x"), "arguments not known here: polcy"),
        (_policy(name="${var.absent}"), r"var\.absent is not declared"),
        (_policy(name="${var.empty}"), r"var\.empty has no value"),
    ],
)
def test_a_misspelt_argument_or_an_absent_value_is_refused(tmp_path: Path, body: dict[str, Any], message: str) -> None:
    path = tmp_path / "cdk.tf.json"
    document = {"resource": {"vault_policy": {"a": body}}, "variable": {"empty": {"type": "string"}}}
    path.write_text(json.dumps(document), encoding="utf-8")
    applier = Applier(WebClient("http://127.0.0.1:1"), path, state=tmp_path / "state.json")
    with pytest.raises(ApplierError, match=message):
        applier.apply()


def test_a_document_without_unknown_parts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text('{"resource": {}, "terraform": {}, "//": {}}', encoding="utf-8")
    assert resources_of(read_document(path)) == []
