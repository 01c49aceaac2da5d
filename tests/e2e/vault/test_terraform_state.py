"""Given values pass through real Terraform into a write-only argument, and stay in no plan, no state and no output.

The arguments of Vault's own resources take them where its provider can be had (`test_stack.py`). Here the rendered
expressions end in the write-only argument of a provider that every mirror has, so that Terraform's part is always real.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from tests.e2e.encodings import leaks
from tests.e2e.vault.deployment import everything_written_in
from tests.servers.aws import Aws
from tests.servers.terraform import Terraform
from tests.terraform.vault.documents import vault_document
from tests.terraform.vault.stand_in import without_provider, write_only_expressions

_PASSWORD = f"p@ss:/word?#% {secrets.token_urlsafe()}"
_GIVEN = {
    "vault_api_key": f"key with 'quotes\" & {secrets.token_urlsafe()}",
    "vault_encryption_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    "vault_db_password": _PASSWORD,
    "vault_db_admin_password": secrets.token_urlsafe(),
}


@dataclass(frozen=True)
class Written:
    """What an apply, and a second plan, left and said."""

    folder: Path
    said: str = field(repr=False)
    received: dict[str, Any] = field(repr=False)


@pytest.fixture(scope="module")
def written(aws_endpoint: Aws, terraform_cli: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The stack of an environment to which every value is given, through Terraform."""
    given = {"api_key": "given", "encryption_key": "given"}
    settings = Environment(environment="dev").evolve(vault=given, database={"password": "given"})
    document, folder = vault_document(settings), tmp_path_factory.mktemp("state")
    expressions = write_only_expressions(document) | {"admin": "var.vault_db_admin_password"}
    stack = without_provider(document)
    prefix = secrets.token_hex(4)
    stack["resource"]["aws_ssm_parameter"] = {
        name: {"name": f"/{prefix}/{name}", "type": "SecureString", "value_wo": f"${{{text}}}", "value_wo_version": 1}
        for name, text in expressions.items()
    }
    stack["provider"] = {"aws": [{"region": aws_endpoint.environment["AWS_REGION"]}]}
    stack["terraform"] = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
    (folder / "main.tf.json").write_text(json.dumps(stack), encoding="utf-8")
    values = {f"TF_VAR_{name}": value for name, value in _GIVEN.items()}
    environment = {**aws_endpoint.environment, **values}

    def run(*arguments: str) -> str:
        return terraform_cli.run(*arguments, "-no-color", folder=folder, env=environment)

    said = [run("init"), run("plan", "-out=first.plan"), run("show", "-json", "first.plan"), run("apply", "first.plan")]
    ssm = aws_endpoint.client("ssm")
    received = {
        name: ssm.get_parameter(Name=f"/{prefix}/{name}", WithDecryption=True)["Parameter"]["Value"]
        for name in expressions
    }
    said += [run("plan", "-out=second.plan"), run("state", "pull")]
    ssm.delete_parameters(Names=[f"/{prefix}/{name}" for name in expressions])
    return Written(folder, "\n".join(said), received)


def test_the_values_arrive(written: Written) -> None:
    assert json.loads(written.received["api-credentials"]) == {"api_key": _GIVEN["vault_api_key"]}
    assert json.loads(written.received["database-credentials"])["password"] == _PASSWORD
    assert json.loads(written.received["encryption-credentials"])["encryption_key"] == _GIVEN["vault_encryption_key"]
    assert written.received["admin"] == _GIVEN["vault_db_admin_password"]


def test_they_stay_nowhere(written: Written) -> None:
    names = {path.name for path in written.folder.iterdir()}
    assert names >= {"first.plan", "second.plan", "terraform.tfstate"}
    everything = everything_written_in(written.folder) + written.said.encode()
    assert b"kgc-sidecar-development-read" in everything
    assert leaks(everything, _GIVEN.values()) == []


def test_a_value_in_a_plan_would_be_found(written: Written) -> None:
    """The plan is an archive; what it holds is looked at unpacked."""
    plan = (written.folder / "first.plan").read_bytes()
    assert b"kgc-sidecar-development-read" not in plan
    only_there = written.folder / "only-there"
    only_there.mkdir()
    (only_there / "plan").write_bytes(plan)
    assert b"kgc-sidecar-development-read" in everything_written_in(only_there)
