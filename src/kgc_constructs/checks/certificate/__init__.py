"""Certificates: valid for the hosts that are public."""

from kgc_constructs.checks.certificate import certificate_hosts

__all__ = ["MODULES"]

MODULES = (certificate_hosts,)
"""Those that judge it."""
