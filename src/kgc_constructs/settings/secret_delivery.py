"""How the secrets come from Vault into the pod. In each choice the sidecar starts from files, never from a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.quantities import Cpu, Memory, cores, mebibytes
from kgc_constructs.settings.reaches import Reaches

__all__ = ["ExternalSecrets", "SecretDelivery", "VaultAgent", "VaultSecretsOperator"]

RefreshSeconds = Annotated[int, Field(ge=10, le=86_400)]


def _annotation(name: str, *more: str) -> Reaches:
    return Reaches(f"Deployment:spec.template.metadata.annotations.vault.hashicorp.com/{name}", *more)


class VaultAgent(Settings):
    """The Vault Agent injector adds an agent to each pod, which writes the secrets to memory."""

    kind: Literal["vault-agent"] = "vault-agent"
    """The choice."""

    cpu_request: Annotated[Cpu, _annotation("agent-requests-cpu", "ResourceQuota:spec.hard.requests.cpu")] = "25m"
    """CPU set aside for the agent; the injector's own default of 250m would skew the autoscaler."""

    cpu_limit: Annotated[Cpu, _annotation("agent-limits-cpu", "ResourceQuota:spec.hard.limits.cpu")] = "100m"
    """CPU above which the agent is throttled."""

    memory_request: Annotated[Memory, _annotation("agent-requests-mem", "ResourceQuota:spec.hard.requests.memory")] = (
        "32Mi"
    )
    """Memory set aside for the agent."""

    memory_limit: Annotated[Memory, _annotation("agent-limits-mem", "ResourceQuota:spec.hard.limits.memory")] = "64Mi"
    """Memory above which the agent is killed."""

    def relations(self) -> Iterator[Problem]:
        """A request is at most its limit."""
        if cores(self.cpu_request) > cores(self.cpu_limit):
            yield _above("cpu_request", self.cpu_request, self.cpu_limit)
        if mebibytes(self.memory_request) > mebibytes(self.memory_limit):
            yield _above("memory_request", self.memory_request, self.memory_limit)


class VaultSecretsOperator(Settings):
    """The Vault Secrets Operator keeps a Secret up to date and restarts the pods when it changes."""

    kind: Literal["vault-secrets-operator"] = "vault-secrets-operator"
    """The choice."""

    refresh_seconds: Annotated[RefreshSeconds, Reaches("VaultStaticSecret:spec.refreshAfter")] = 60
    """Seconds between two looks at Vault."""


class ExternalSecrets(Settings):
    """The External Secrets Operator keeps a Secret up to date."""

    kind: Literal["external-secrets"] = "external-secrets"
    """The choice."""

    refresh_seconds: Annotated[RefreshSeconds, Reaches("ExternalSecret:spec.refreshInterval")] = 60
    """Seconds between two looks at Vault."""


SecretDelivery = Annotated[VaultAgent | VaultSecretsOperator | ExternalSecrets, Field(discriminator="kind")]


def _above(field: str, request: str, limit: str) -> Problem:
    return Problem(
        field=field,
        value=request,
        allowed=f"at most its limit ({limit})",
        reason="the API server refuses a request above its limit",
        depends_on=(field.replace("request", "limit"),),
    )
