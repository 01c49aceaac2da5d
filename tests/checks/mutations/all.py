"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import certificate, certificate_stack, network, private_authority
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *certificate.MUTATIONS,
    *certificate_stack.MUTATIONS,
    *network.MUTATIONS,
    *private_authority.MUTATIONS,
)
