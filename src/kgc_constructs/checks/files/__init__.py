"""Reading manifests and Terraform JSON from anywhere, and what can be wrong with the files themselves."""

from kgc_constructs.checks.files import readable

__all__ = ["MODULES"]

MODULES = (readable,)
"""Those that judge it."""
