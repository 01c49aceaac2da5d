"""The Pod Security Standards."""

from kgc_constructs.checks.pod_security import pod_security

__all__ = ["MODULES"]

MODULES = (pod_security,)
"""Those that judge it."""
