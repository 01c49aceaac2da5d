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


def names_on_the_server(document: dict[str, Any]) -> set[tuple[str, str | None]]:
    """Whatever two stacks on one server could both claim."""
    claims = {
        "vault_mount": "path",
        "vault_auth_backend": "path",
        "vault_jwt_auth_backend": "path",
        "vault_policy": "name",
        "vault_password_policy": "name",
        "vault_quota_rate_limit": "name",
        "vault_audit": "path",
    }
    return {(kind, resource.get(key)) for kind, key in claims.items() for resource in all_of(document, kind)}
