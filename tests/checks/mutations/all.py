"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import (
    availability,
    environments,
    network,
    placing,
    pod_security,
    quotas,
    scaling,
    terraform,
)
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *availability.MUTATIONS,
    *environments.MUTATIONS,
    *network.MUTATIONS,
    *placing.MUTATIONS,
    *pod_security.MUTATIONS,
    *quotas.MUTATIONS,
    *scaling.MUTATIONS,
    *terraform.MUTATIONS,
)
