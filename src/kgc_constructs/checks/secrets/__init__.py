"""Secrets: granted to those who read them, and written down nowhere."""

from kgc_constructs.checks.secrets import secrets

__all__ = ["MODULES"]

MODULES = (secrets,)
"""Those that judge it."""
