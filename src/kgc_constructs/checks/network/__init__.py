"""Who may talk to whom: what is needed, and nothing beyond it."""

from kgc_constructs.checks.network import (
    blocks,
    default_deny,
    effect,
    egress,
    ingress,
    openness,
    policy_ports,
    unneeded,
)

__all__ = ["MODULES"]

MODULES = (
    blocks,
    default_deny,
    effect,
    egress,
    ingress,
    openness,
    policy_ports,
    unneeded,
)
"""Those that judge it."""
