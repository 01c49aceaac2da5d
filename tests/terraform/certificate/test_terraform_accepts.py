"""Real Terraform, with the oldest provider that the constraint allows, accepts every certificate stack.

What it accepts with that provider exists in the other major too: the typed bindings were made from its schema.
"""

from pathlib import Path

import pytest

from kgc_constructs.settings import Environment
from tests.servers.terraform import terraform
from tests.terraform.certificate.documents import certificate_stack, environment, write

pytestmark = pytest.mark.cli

ACCOUNT = "123456789012"
VARIANTS = {
    "cloudfront": environment(cloudfront=True),
    "topic-given": environment(sns_topic_arn=f"arn:aws:sns:eu-central-1:{ACCOUNT}:on-call", caa=False),
    "revocation-lists": environment(account_id=ACCOUNT, mtls={"organization": "Example", "crl_bucket": "example-crl"}),
    "many-names": environment(alternative_names=("*.kgc.example.com", "*.api.example.com", "www.example.com")),
}


def validate(settings: Environment, folder: Path) -> None:
    """Render the stack and let Terraform judge it."""
    stack = write(folder / "rendered", certificate_stack(settings))
    cli = terraform(folder)
    cli.run("init", "-backend=false", folder=stack)
    cli.run("validate", folder=stack)


def test_the_stack_of_each_environment(app_environment: Environment, tmp_path: Path) -> None:
    validate(app_environment, tmp_path)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_stack_of_each_variant(name: str, tmp_path: Path) -> None:
    validate(VARIANTS[name], tmp_path)
