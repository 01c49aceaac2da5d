"""Expressions mean here what they mean to Terraform, and those not known are refused, never passed on."""

import json
from typing import Any

import pytest

from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.expressions import references_in, resolved

_VALUES: dict[tuple[str, ...], Any] = {
    ("var", "key"): 'quo"ted & {{spaced}}',
    ("vault_mount", "kv", "path"): "kgc-e2e",
    ("vault_mount", "kv", "options"): {"version": "2"},
    ("terraform_data", "pem", "output", "0"): " PEM\n",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("", ""),
        ("${vault_mount.kv.path}/data", "kgc-e2e/data"),
        ("a ${vault_mount.kv.path} b ${var.key} c", 'a kgc-e2e b quo"ted & {{spaced}} c'),
        ("${vault_mount.kv.options}", {"version": "2"}),
        ("$${not.an.expression} %%{nor this}", "${not.an.expression} %{nor this}"),
        ("${trimspace(terraform_data.pem.output[0])}", "PEM"),
        ('${jsonencode("a${replace("b+b", "+", "%20")}\\"c")}', '"ab%20b\\"c"'),
        ("${urlencode(var.key)}", "quo%22ted+%26+%7B%7Bspaced%7D%7D"),
        ('${jsonencode({"list" = [1, true, null], name = "x"})}', '{"list":[1,true,null],"name":"x"}'),
        ('${jsonencode({"url" = "https://${var.key}@host", "brace" = "}"})}', None),
    ],
)
def test_a_template_means_what_terraform_means(text: str, value: object) -> None:
    found = resolved(text, _VALUES.__getitem__)
    if value is None:
        assert json.loads(found) == {"url": 'https://quo"ted & {{spaced}}@host', "brace": "}"}
    else:
        assert found == value


def test_templates_are_filled_in_at_every_depth() -> None:
    nested = {"a": ["${vault_mount.kv.path}", {"b": "${var.key}"}], "c": 1}
    filled = {"a": ["kgc-e2e", {"b": 'quo"ted & {{spaced}}'}], "c": 1}
    assert resolved(nested, _VALUES.__getitem__) == filled


@pytest.mark.parametrize(
    "text",
    [
        "${1 + 2}",
        "${var.a ? 1 : 2}",
        "${file(var.key)}",
        "%{ if true }x%{ endif }",
        "${vault_mount.kv",
        "${}",
        '${jsonencode({"a"})}',
        "${var.key var.key}",
    ],
)
def test_what_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(ApplierError):
        resolved(text, lambda _: "value")


def test_references_are_found_also_inside_calls_and_strings() -> None:
    text = '${jsonencode({"a" = "x${var.one}", "b" = [trimspace(vault_mount.kv.path)]})}'
    assert references_in([text]) == {("var", "one"), ("vault_mount", "kv", "path")}
