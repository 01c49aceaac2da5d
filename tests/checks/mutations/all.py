"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import network, pod_security
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *network.MUTATIONS,
    *pod_security.MUTATIONS,
)
