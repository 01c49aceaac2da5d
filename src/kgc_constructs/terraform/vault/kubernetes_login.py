"""Kubernetes auth: for a Vault inside the cluster, which has the API server review the pod's token."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.auth_backend import AuthBackend
from cdktf_cdktf_provider_vault.kubernetes_auth_backend_config import KubernetesAuthBackendConfig
from cdktf_cdktf_provider_vault.kubernetes_auth_backend_role import KubernetesAuthBackendRole
from constructs import Construct

from kgc_constructs.settings import KubernetesLogin
from kgc_constructs.terraform.vault.pod_identity import PodIdentity

__all__ = ["KubernetesAuth"]


class KubernetesAuth(Construct):
    """The auth method, configured without a reviewer's token.

    `token_reviewer_jwt` has no write-only form, so it would lie in the state. Vault uses its own pod's account instead,
    which needs the cluster role `system:auth-delegator`.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        path: str,
        login: KubernetesLogin,
    ) -> None:
        super().__init__(scope, construct_id)
        self.resource = AuthBackend(self, "Resource", type="kubernetes", path=path)
        self.path = self.resource.path
        self.config = KubernetesAuthBackendConfig(
            self, "Config", backend=self.path, kubernetes_host=login.kubernetes_host
        )

    def add_role(self, construct_id: str, identity: PodIdentity) -> KubernetesAuthBackendRole:
        """A role for exactly this service account, namespace and audience."""
        return KubernetesAuthBackendRole(
            self,
            construct_id,
            backend=self.path,
            role_name=identity.role,
            bound_service_account_names=[identity.service_account],
            bound_service_account_namespaces=[identity.namespace],
            audience=identity.audience,
            token_policies=[identity.policy],
            token_no_default_policy=True,
            token_type="service",  # noqa: S106  # a kind of token; a batch token could not be renewed
            token_ttl=identity.ttl,
            token_max_ttl=identity.max_ttl,
        )
