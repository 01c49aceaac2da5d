"""Terraform: state, versions, protection, nothing unresolved."""

from kgc_constructs.checks.terraform import state, tokens

__all__ = ["MODULES"]

MODULES = (
    state,
    tokens,
)
"""Those that judge it."""
