"""JWT auth: for a Vault outside the cluster, which checks the signature of the pod's token itself."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.jwt_auth_backend import JwtAuthBackend
from cdktf_cdktf_provider_vault.jwt_auth_backend_role import JwtAuthBackendRole
from constructs import Construct

from kgc_constructs.settings import JwtLogin
from kgc_constructs.terraform.vault.pod_identity import PodIdentity

__all__ = ["JwtAuth"]


class JwtAuth(Construct):
    """The auth method, with the cluster's keys or the place where they are published."""

    def __init__(self, scope: Construct, construct_id: str, *, path: str, login: JwtLogin) -> None:
        super().__init__(scope, construct_id)
        self.resource = JwtAuthBackend(
            self,
            "Resource",
            type="jwt",
            path=path,
            bound_issuer=login.issuer,
            oidc_discovery_url=login.discovery_url,
            # The server trims the keys, and every plan would show a change if they were not trimmed here.
            jwt_validation_pubkeys=[key.strip() for key in login.public_keys] or None,
        )
        self.path = self.resource.path

    def add_role(self, construct_id: str, identity: PodIdentity) -> JwtAuthBackendRole:
        """A role for exactly this service account, namespace and audience."""
        return JwtAuthBackendRole(
            self,
            construct_id,
            backend=self.path,
            role_name=identity.role,
            role_type="jwt",
            user_claim="sub",
            bound_audiences=[identity.audience],
            bound_subject=identity.subject,
            token_policies=[identity.policy],
            token_no_default_policy=True,
            token_type="service",  # noqa: S106  # a kind of token; a batch token could not be renewed
            token_ttl=identity.ttl,
            token_max_ttl=identity.max_ttl,
        )
