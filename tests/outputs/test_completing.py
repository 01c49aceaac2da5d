"""What Terraform says after apply, read from files written here as Terraform and cdktf write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.outputs import complete, read_terraform_outputs, workload_outputs
from kgc_constructs.settings import Environment

ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
CA = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/0"
CERTIFICATE = {"certificate_arn": ARN, "certificate_domain": "kgc.example.com", "mtls_ca_arn": CA}
VAULT = {
    "vault_kgc_mount_path": "kgc-development",
    "vault_kgc_policy_name": "kgc-sidecar-development-read",
    "vault_kgc_rotation_policy_name": "kgc-sidecar-development-rotate",
}


def terraform(values: dict[str, Any]) -> str:
    return json.dumps({name: {"sensitive": False, "type": "string", "value": value} for name, value in values.items()})


@pytest.fixture
def certified(minimal: Environment) -> Environment:
    certificate = {"domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1", "cloudfront": True}
    return minimal.evolve(certificate=certificate)


@pytest.mark.parametrize(
    "text",
    [
        terraform(CERTIFICATE | VAULT),
        json.dumps({"certificate-development": CERTIFICATE, "vault-development": VAULT}),
        json.dumps(
            {"certificate-development": {"Outputs": CERTIFICATE}, "vault-development": {"A": {"Outputs": VAULT}}}
        ),
    ],
    ids=["terraform", "cdktf", "cdktf, below constructs"],
)
def test_both_shapes_complete_the_outputs(text: str, certified: Environment, tmp_path: Path) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(text)
    assert read_terraform_outputs(file) == read_terraform_outputs(text) == CERTIFICATE | VAULT
    before = workload_outputs(certified)
    assert (before.certificate_arn, before.mtls_ca_arn) == (None, None)
    after = complete(before, read_terraform_outputs(file))
    assert (after.certificate_arn, after.mtls_ca_arn) == (ARN, CA)
    assert after.model_dump(exclude={"certificate_arn", "mtls_ca_arn"}) == before.model_dump(
        exclude={"certificate_arn", "mtls_ca_arn"}
    )


def test_files_of_the_two_stacks_complete_one_after_the_other(certified: Environment) -> None:
    outputs = complete(workload_outputs(certified), read_terraform_outputs(terraform(VAULT)))
    assert outputs.certificate_arn is None
    outputs = complete(outputs, read_terraform_outputs(terraform(CERTIFICATE)))
    assert complete(outputs, read_terraform_outputs(terraform(VAULT))).certificate_arn == ARN


def test_an_empty_text_means_that_there_is_none(certified: Environment) -> None:
    outputs = complete(workload_outputs(certified), {"mtls_ca_arn": "", "certificate_arn": ARN})
    assert outputs.mtls_ca_arn is None


def test_outputs_of_other_stacks_are_passed_over(certified: Environment) -> None:
    assert complete(workload_outputs(certified), {"bucket": "x"}) == workload_outputs(certified)


def test_nothing_applied_is_nothing_read() -> None:
    assert read_terraform_outputs("{}") == {}


@pytest.mark.parametrize("name", ["certificate_domain", "vault_kgc_mount_path", "vault_kgc_policy_name"])
def test_outputs_of_another_environment_are_refused(name: str, certified: Environment) -> None:
    with pytest.raises(InputError, match="another environment") as error:
        complete(workload_outputs(certified), {name: "kgc.staging"})
    assert [problem.field for problem in error.value.problems] == [name]


def test_a_value_of_another_type_is_refused(certified: Environment) -> None:
    with pytest.raises(InputError, match="a text"):
        complete(workload_outputs(certified), {"certificate_arn": ["a", "list"]})


def test_an_expression_completes_nothing(certified: Environment) -> None:
    with pytest.raises(InputError, match="certificate_arn"):
        complete(workload_outputs(certified), {"certificate_arn": "${aws_acm_certificate.x.arn}"})


# what stands in the file, the field that is named, and a word of what is allowed or why
MISSHAPEN: dict[str, tuple[str, str, str]] = {
    "not JSON": ("{", "", "not JSON"),
    "a list": ("[1]", "", "not an object"),
    "a plain value": ('{"certificate_arn": "arn"}', "certificate_arn", "cdktf's outputs file"),
    "both shapes": ('{"a": {"value": 1}, "stack": {"b": 2}}', "a", "mixed"),
    "two answers": ('{"one": {"a": 1}, "two": {"a": 2}}', "two.a", "another stack"),
    "two answers below constructs": ('{"one": {"X": {"a": 1}}, "two": {"Y": {"a": 2}}}', "two.Y.a", "another stack"),
    "a sensitive output": (
        '{"password": {"sensitive": true, "type": "string", "value": "hunter2"}}',
        "password",
        "sensitive",
    ),
    "an unresolved output": ('{"stack": {"arn": "${TfToken[TOKEN.1]}"}}', "arn", "not filled in"),
}


@pytest.mark.parametrize("case", MISSHAPEN)
def test_another_shape_is_refused_by_file_and_field(case: str, tmp_path: Path) -> None:
    text, field, word = MISSHAPEN[case]
    file = tmp_path / "outputs.json"
    file.write_text(text)
    with pytest.raises(InputError) as error:
        read_terraform_outputs(file)
    (problem,) = error.value.problems
    assert str(file) in problem.field
    assert problem.field.endswith(field)
    assert problem.allowed
    assert word in str(problem)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file") as error:
        read_terraform_outputs(tmp_path / "none.json")
    assert str(tmp_path / "none.json") in str(error.value)


def test_a_secret_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InputError) as error:
        read_terraform_outputs(MISSHAPEN["a sensitive output"][0])
    assert "hunter2" not in str(error.value)
