"""Terraform: state, versions, protection, nothing unresolved."""

from kgc_constructs.checks.terraform import (
    changing,
    definitions,
    iam,
    latest,
    protection,
    providers,
    state,
    tokens,
)

__all__ = ["MODULES"]

MODULES = (
    changing,
    definitions,
    iam,
    latest,
    protection,
    providers,
    state,
    tokens,
)
"""Those that judge it."""
