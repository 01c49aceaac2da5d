"""The Vault stack as data."""

import json
from typing import Any

from cdktf import App, TerraformStack, Testing

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.vault import VaultStack


def vault_document(settings: Environment) -> dict[str, Any]:
    """What Terraform is given for the Vault stack of `settings`."""
    return document_of(VaultStack(App(), f"vault-{settings.slug}", settings=settings))


def document_of(stack: TerraformStack) -> dict[str, Any]:
    """What Terraform is given for `stack`, after cdktf has validated it."""
    document: dict[str, Any] = json.loads(Testing.synth(stack, True))
    return document


def all_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The arguments of every resource of one type."""
    return list(document.get("resource", {}).get(kind, {}).values())


def only(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The arguments of the only resource of one type."""
    (resource,) = all_of(document, kind)
    return resource


def address_of(document: dict[str, Any], kind: str) -> str:
    """What Terraform calls the only resource of one type."""
    (name,) = document["resource"][kind]
    return f"{kind}.{name}"
