"""The Vault providers of a stack: which server and namespace. Never a token."""

from __future__ import annotations

from cdktf import TerraformProvider, TerraformStack
from cdktf_cdktf_provider_vault.provider import VaultProvider
from constructs import Construct

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings import Environment

__all__ = ["SERVER_ALIAS", "VERSIONS", "server_provider", "use_vault"]

SERVER_ALIAS = "server"
"""Alias of the provider outside every namespace, for what a server has only once."""

VERSIONS = "~> 5.6"
"""The provider whose schema the bindings were made from, and what it promises to stay compatible with."""


def use_vault(stack: TerraformStack, *, settings: Environment) -> None:
    """Give `stack` its Vault providers; the token comes from VAULT_TOKEN of whoever runs Terraform.

    The provider makes itself a child token of 20 minutes from it, which is what reaches its plugins and logs.
    """
    vault = settings.vault
    VaultProvider(stack, "Vault", address=vault.address, namespace=vault.namespace)
    if vault.namespace:
        VaultProvider(stack, "VaultServer", alias=SERVER_ALIAS, address=vault.address)
    stack.add_override("terraform.required_providers.vault", {"source": "hashicorp/vault", "version": VERSIONS})


def server_provider(scope: Construct, *, settings: Environment) -> TerraformProvider | None:
    """The provider for quotas and audit devices, which live outside namespaces; None is the default one.

    Raises:
        SettingsError: if the settings name a namespace, and the stack has no provider of that alias.
    """
    if settings.vault.namespace is None:
        return None
    for child in TerraformStack.of(scope).node.children:
        if isinstance(child, VaultProvider) and child.alias == SERVER_ALIAS:
            return child
    raise SettingsError(
        [
            Problem(
                field="vault.namespace",
                value=settings.vault.namespace,
                allowed=f"nothing, or a stack with a VaultProvider whose alias is {SERVER_ALIAS}",
                reason="a namespace has neither rate limits nor audit devices of its own",
            )
        ]
    )
