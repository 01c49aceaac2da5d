"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import availability, placing, quotas, scaling, terraform
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *availability.MUTATIONS,
    *placing.MUTATIONS,
    *quotas.MUTATIONS,
    *scaling.MUTATIONS,
    *terraform.MUTATIONS,
)
