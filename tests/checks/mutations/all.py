"""The mutations of every subject."""

from __future__ import annotations

from tests.checks.mutations import (
    availability,
    certificate,
    certificate_stack,
    environments,
    files,
    grants,
    hardening,
    identity,
    network,
    objects,
    placing,
    pod_security,
    private_authority,
    quotas,
    scaling,
    secret_values,
    silences,
    terraform,
    vault_resources,
)
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *availability.MUTATIONS,
    *certificate.MUTATIONS,
    *certificate_stack.MUTATIONS,
    *environments.MUTATIONS,
    *files.MUTATIONS,
    *grants.MUTATIONS,
    *hardening.MUTATIONS,
    *identity.MUTATIONS,
    *network.MUTATIONS,
    *objects.MUTATIONS,
    *placing.MUTATIONS,
    *pod_security.MUTATIONS,
    *private_authority.MUTATIONS,
    *quotas.MUTATIONS,
    *scaling.MUTATIONS,
    *secret_values.MUTATIONS,
    *silences.MUTATIONS,
    *terraform.MUTATIONS,
    *vault_resources.MUTATIONS,
)
