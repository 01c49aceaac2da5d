"""Who logs in from the cluster, and what that gives: the same facts for both ways to log in."""

from __future__ import annotations

from dataclasses import dataclass

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["PodIdentity", "rotation_identity", "sidecar_identity"]

_ROTATION_SECONDS = 600
"""Time a rotation job has for its work."""


@dataclass(frozen=True, kw_only=True)
class PodIdentity:
    """One service account, and the role it logs in to. Times in seconds."""

    role: str
    service_account: str
    namespace: str
    audience: str
    policy: str
    ttl: int
    max_ttl: int

    @property
    def subject(self) -> str:
        """The `sub` claim of the service account's tokens."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"


def sidecar_identity(settings: Environment) -> PodIdentity:
    """The sidecar's pods. Their token outlives a database login, which ends with the token that made it."""
    names, ttl = VaultNames.of(settings), settings.pod_login.token_ttl_seconds
    return PodIdentity(
        role=names.auth_role,
        service_account=ObjectNames.of(settings).service_account,
        namespace=settings.full_namespace,
        audience=settings.pod_login.audience,
        policy=names.read_policy,
        ttl=ttl,
        max_ttl=max(ttl, settings.database.credential_max_ttl_seconds),
    )


def rotation_identity(settings: Environment) -> PodIdentity | None:
    """The rotation job, where there is one."""
    if settings.vault.rotation is None:
        return None
    names = VaultNames.of(settings)
    return PodIdentity(
        role=names.rotation_role,
        service_account=ObjectNames.of(settings).rotation,
        namespace=settings.full_namespace,
        audience=settings.pod_login.audience,
        policy=names.rotate_policy,
        ttl=_ROTATION_SECONDS,
        max_ttl=_ROTATION_SECONDS,
    )
