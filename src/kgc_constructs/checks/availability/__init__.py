"""Enough pods at any time: drains, rollouts, autoscalers, quotas."""

from kgc_constructs.checks.availability import (
    autoscalers,
    budgets,
    containers,
    limit_ranges,
    probes,
    quotas,
    rollouts,
    spreading,
)

__all__ = ["MODULES"]

MODULES = (
    autoscalers,
    budgets,
    containers,
    limit_ranges,
    probes,
    quotas,
    rollouts,
    spreading,
)
"""Those that judge it."""
