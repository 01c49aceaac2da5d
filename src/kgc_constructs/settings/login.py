"""Who may log in to Vault: the pods, and pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import Cidr, HttpUrl
from kgc_constructs.settings.reaches import Reaches

__all__ = ["JwtLogin", "KubernetesLogin", "PipelineLoginSettings", "PodLoginSettings"]

_PROJECTED = "Deployment:spec.template.spec.volumes.*.audience"
Ttl = Annotated[int, Field(ge=60, le=86_400)]


class KubernetesLogin(Settings):
    """Kubernetes auth, for a Vault that runs inside the cluster and reviews tokens with its own account."""

    kind: Literal["kubernetes"] = "kubernetes"
    """The choice."""

    audience: Annotated[str, Reaches("vault:resource.vault_kubernetes_auth_backend_role.*.audience", _PROJECTED)] = (
        "vault"
    )
    """Audience of the pod's token; a token made for anybody else is refused."""

    kubernetes_host: Annotated[
        HttpUrl, Reaches("vault:resource.vault_kubernetes_auth_backend_config.*.kubernetes_host")
    ] = "https://kubernetes.default.svc"
    """The API server as Vault sees it."""

    token_ttl_seconds: Annotated[Ttl, Reaches("vault:resource.vault_kubernetes_auth_backend_role.*.token_ttl")] = 3600
    """Seconds the Vault token lives before it is renewed."""


class JwtLogin(Settings):
    """JWT auth, for a Vault outside the cluster: it checks the signature itself and needs no reviewer's token."""

    kind: Literal["jwt"] = "jwt"
    """The choice."""

    audience: Annotated[str, Reaches("vault:resource.vault_jwt_auth_backend_role.*.bound_audiences.*", _PROJECTED)] = (
        "vault"
    )
    """Audience of the pod's token; a token made for anybody else is refused."""

    issuer: Annotated[str, Reaches("vault:resource.vault_jwt_auth_backend.*.bound_issuer")] = (
        "https://kubernetes.default.svc.cluster.local"
    )
    """The `iss` claim of the cluster's tokens (the API server's `--service-account-issuer`)."""

    discovery_url: Annotated[HttpUrl | None, Reaches("vault:resource.vault_jwt_auth_backend.*.oidc_discovery_url")] = (
        None
    )
    """The cluster's OIDC discovery URL, or public keys instead."""

    public_keys: Annotated[
        tuple[str, ...], Reaches("vault:resource.vault_jwt_auth_backend.*.jwt_validation_pubkeys.*")
    ] = ()
    """The cluster's public keys for service-account tokens, PEM."""

    token_ttl_seconds: Annotated[Ttl, Reaches("vault:resource.vault_jwt_auth_backend_role.*.token_ttl")] = 3600
    """Seconds the Vault token lives before it is renewed."""

    def relations(self) -> Iterator[Problem]:
        """Exactly one way to check a signature (Vault's JWT auth refuses both and neither)."""
        if (self.discovery_url is None) == (not self.public_keys):
            yield Problem(
                field="discovery_url",
                value=self.discovery_url,
                allowed="exactly one of discovery_url and public_keys",
                reason="Vault's JWT auth takes one source of keys",
                depends_on=("public_keys",),
            )


PodLoginSettings = Annotated[KubernetesLogin | JwtLogin, Field(discriminator="kind")]


class PipelineLoginSettings(Settings):
    """AppRole for pipelines: a wrapped secret id, used once, from known networks, for a short time."""

    bound_cidrs: Annotated[
        tuple[Cidr, ...],
        Field(min_length=1),
        Reaches("vault:resource.vault_approle_auth_backend_role.*.token_bound_cidrs.*"),
    ]
    """Networks the pipelines run in."""

    secret_id_ttl_seconds: Annotated[
        int, Field(ge=30, le=3600), Reaches("vault:resource.vault_approle_auth_backend_role.*.secret_id_ttl")
    ] = 600
    """Seconds a secret id can be used."""

    token_ttl_seconds: Annotated[
        int, Field(ge=60, le=3600), Reaches("vault:resource.vault_approle_auth_backend_role.*.token_ttl")
    ] = 900
    """Seconds a pipeline's token lives; it is not renewed."""

    def relations(self) -> Iterator[Problem]:
        """No single addresses: Vault drops a /32 and then reports a change for ever."""
        for cidr in self.bound_cidrs:
            if cidr.endswith(("/32", "/128")):
                yield Problem(
                    field="bound_cidrs",
                    value=cidr,
                    allowed="networks of more than one address",
                    reason="the server drops /32, so that every plan would show a change",
                )
