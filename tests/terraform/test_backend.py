"""Where Terraform keeps its state."""

from typing import Any

import pytest
from cdktf import App, TerraformStack

from kgc_constructs.settings import Environment, S3State
from kgc_constructs.terraform.backend import use_backend
from tests.terraform.vault.documents import document_of

KEY = "arn:aws:kms:eu-central-1:123456789012:key/example"
BUCKET = S3State(bucket="example-state", region="eu-central-1")


def backend_of(settings: Environment, stack: str = "vault") -> dict[str, Any]:
    scope = TerraformStack(App(), "any")
    use_backend(scope, settings=settings, stack=stack)
    backend: dict[str, Any] = document_of(scope)["terraform"]["backend"]
    return backend


def test_a_local_state_lies_beside_its_stack_on_every_machine(minimal: Environment) -> None:
    assert backend_of(minimal) == {"local": {"path": "terraform.tfstate"}}


def test_a_shared_state_is_encrypted_and_locked_beside_itself(minimal: Environment) -> None:
    assert backend_of(minimal.evolve(state=BUCKET)) == {
        "s3": {
            "bucket": "example-state",
            "region": "eu-central-1",
            "key": "kgc/development/vault.tfstate",
            "encrypt": True,
            "use_lockfile": True,
        }
    }


def test_a_key_of_ones_own_encrypts_the_state(minimal: Environment) -> None:
    backend = backend_of(minimal.evolve(state=BUCKET.evolve(kms_key_arn=KEY)))
    assert backend["s3"]["kms_key_id"] == KEY


@pytest.mark.parametrize("changes", [{"name": "blue"}, {"environment": "e2e-test", "vault": {"address": "https://v"}}])
def test_no_two_environments_share_a_state(changes: dict[str, Any], minimal: Environment) -> None:
    settings = minimal.evolve(state=BUCKET)
    assert backend_of(settings)["s3"]["key"] != backend_of(settings.evolve(**changes))["s3"]["key"]


def test_no_two_stacks_share_a_state(minimal: Environment) -> None:
    settings = minimal.evolve(state=BUCKET)
    assert backend_of(settings, "vault")["s3"]["key"] != backend_of(settings, "certificate")["s3"]["key"]
