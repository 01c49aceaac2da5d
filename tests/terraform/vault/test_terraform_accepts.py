"""Terraform itself judges what we render: expressions, references, dependencies and variables."""

import json
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from tests.servers.requirements import lacking
from tests.servers.terraform import Terraform, terraform
from tests.terraform.vault.documents import vault_document
from tests.terraform.vault.stand_in import without_provider, write_only_expressions

pytestmark = pytest.mark.cli

KEY_OF_32_BYTES = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
VALUES = {
    "TF_VAR_vault_api_key": "an api key",
    "TF_VAR_vault_encryption_key": KEY_OF_32_BYTES,
    "TF_VAR_vault_db_password": 'p@ss/w:rd +"?',
}


def given(settings: Environment) -> Environment:
    """The same, with every value handed over."""
    return settings.evolve(vault={"api_key": "given", "encryption_key": "given"}, database={"password": "given"})


@pytest.fixture
def cli(tmp_path: Path) -> Terraform:
    return terraform(tmp_path)


def initialised(cli: Terraform, folder: Path, document: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")
    cli.run("init", "-backend=false", folder=folder)
    return folder


def test_it_accepts_every_reference_and_expression(
    app_environment: Environment, cli: Terraform, tmp_path: Path
) -> None:
    document = vault_document(given(app_environment))
    folder = initialised(cli, tmp_path / "stack", without_provider(document))
    cli.run("validate", folder=folder)


def test_it_accepts_the_stack_with_the_real_provider(
    app_environment: Environment, cli: Terraform, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    if not cli.offers("hashicorp/vault", scratch):
        lacking("the Terraform provider hashicorp/vault", install="it into a plugin mirror", tolerated=True)
    document = vault_document(given(app_environment))
    folder = initialised(cli, tmp_path / "stack", document)
    cli.run("validate", folder=folder)


def test_what_vault_is_given_is_what_a_person_gave(minimal: Environment, cli: Terraform, tmp_path: Path) -> None:
    settings = minimal.evolve(database={"url": "postgresql://db.example.com:6432/kgc?sslmode=require"})
    document = vault_document(given(settings))
    variables = {name: {"type": "string"} for name in document["variable"]}
    outputs = {name: {"value": f"${{{text}}}"} for name, text in write_only_expressions(document).items()}
    folder = initialised(cli, tmp_path / "stack", {"variable": variables, "output": outputs})
    cli.run("apply", "-auto-approve", folder=folder, env={**VALUES, "TF_VAR_vault_db_admin_password": ""})
    shown = json.loads(cli.run("output", "-json", folder=folder))
    assert {name: json.loads(output["value"]) for name, output in shown.items()} == {
        "api-credentials": {"api_key": "an api key"},
        "encryption-credentials": {"encryption_key": KEY_OF_32_BYTES, "algorithm": "AES-256-GCM"},
        "database-credentials": {
            "url": "postgresql://kgc_user:p%40ss%2Fw%3Ard%20%2B%22%3F@db.example.com:6432/kgc?sslmode=require",
            "username": "kgc_user",
            "password": 'p@ss/w:rd +"?',
        },
    }


@pytest.fixture
def variables_alone(minimal: Environment, cli: Terraform, tmp_path: Path) -> Path:
    document = vault_document(given(minimal))
    return initialised(cli, tmp_path / "stack", {"variable": document["variable"]})


def test_good_values_are_taken(variables_alone: Path, cli: Terraform) -> None:
    cli.run("plan", folder=variables_alone, env=VALUES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("vault_api_key", ""),
        ("vault_api_key", "   "),
        ("vault_db_password", ""),
        ("vault_encryption_key", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("vault_encryption_key", "MDEyMzQ1Njc4OWFiY2RlZg=="),
        ("vault_encryption_key", f"{KEY_OF_32_BYTES}\n"),
    ],
    ids=["no key", "blank key", "no password", "64 characters", "16 bytes", "with a line's end"],
)
def test_bad_values_are_refused_by_name_and_not_shown(
    name: str, value: str, variables_alone: Path, cli: Terraform
) -> None:
    done = cli.try_run("plan", "-no-color", folder=variables_alone, env={**VALUES, f"TF_VAR_{name}": value})
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).replace("│", " ").split())
    assert f"The variable {name} must be" in said
    assert not value.strip() or value.strip() not in said


def test_a_forgotten_value_is_an_error(variables_alone: Path, cli: Terraform) -> None:
    given = {name: value for name, value in VALUES.items() if name != "TF_VAR_vault_api_key"}
    done = cli.try_run("plan", "-no-color", folder=variables_alone, env=given)
    assert done.returncode == 1
    assert 'The root module input variable "vault_api_key" is not set' in " ".join(
        done.stderr.replace("│", " ").split()
    )
