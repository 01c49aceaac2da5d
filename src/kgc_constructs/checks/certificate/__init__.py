"""Certificates: valid for the hosts that are public."""

from kgc_constructs.checks.certificate import (
    authority,
    caa,
    expiry,
    exposure,
    hosts,
    load_balancer,
    region,
    usage,
    validation,
)

__all__ = ["MODULES"]

MODULES = (
    authority,
    caa,
    expiry,
    exposure,
    hosts,
    load_balancer,
    region,
    usage,
    validation,
)
"""Those that judge it."""
