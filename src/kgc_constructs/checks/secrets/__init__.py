"""Secrets: granted to those who read them, and written down nowhere."""

from kgc_constructs.checks.secrets import (
    plain_sight,
    secret_objects,
    terraform_secrets,
    vault_grants,
    vault_policies,
    vault_resources,
)

__all__ = ["MODULES"]

MODULES = (
    plain_sight,
    secret_objects,
    terraform_secrets,
    vault_grants,
    vault_policies,
    vault_resources,
)
"""Those that judge it."""
