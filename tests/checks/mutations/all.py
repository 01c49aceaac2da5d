"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import (
    availability,
    certificate,
    certificate_stack,
    files,
    network,
    placing,
    pod_security,
    private_authority,
    quotas,
    scaling,
    silences,
    terraform,
)
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *availability.MUTATIONS,
    *certificate.MUTATIONS,
    *certificate_stack.MUTATIONS,
    *files.MUTATIONS,
    *network.MUTATIONS,
    *placing.MUTATIONS,
    *pod_security.MUTATIONS,
    *private_authority.MUTATIONS,
    *quotas.MUTATIONS,
    *scaling.MUTATIONS,
    *silences.MUTATIONS,
    *terraform.MUTATIONS,
)
