"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import availability, files, network, placing, pod_security, quotas, scaling, silences
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *availability.MUTATIONS,
    *files.MUTATIONS,
    *network.MUTATIONS,
    *placing.MUTATIONS,
    *pod_security.MUTATIONS,
    *quotas.MUTATIONS,
    *scaling.MUTATIONS,
    *silences.MUTATIONS,
)
