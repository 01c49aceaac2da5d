"""How pipelines log in to Vault: AppRole, with a secret id that is wrapped, used once and soon worthless."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.approle_auth_backend_role import ApproleAuthBackendRole
from cdktf_cdktf_provider_vault.auth_backend import AuthBackend
from cdktf_cdktf_provider_vault.policy import Policy
from constructs import Construct

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.policy_text import for_terraform, issuer_policy_text

__all__ = ["PipelineLogin"]


class PipelineLogin(Construct):
    """The AppRole of pipelines that seed and rotate secrets.

    Terraform issues no secret id, for it would lie in the state. `issuer` is the policy for whatever starts the
    pipelines: with it Vault issues secret ids wrapped, or not at all.

    Raises:
        SettingsError: if `settings.pipeline_login` is absent.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        login = settings.pipeline_login
        if login is None:
            reason = "this construct is the login of pipelines, and a login without networks is for anybody"
            raise SettingsError([Problem(field="pipeline_login", value=None, allowed="a section", reason=reason)])
        super().__init__(scope, construct_id)
        names, networks = VaultNames.of(settings), list(login.bound_cidrs)
        self.auth_backend = AuthBackend(self, "AuthBackend", type="approle", path=names.pipeline_mount)
        self.resource = ApproleAuthBackendRole(
            self,
            "Resource",
            backend=self.auth_backend.path,
            role_name=names.pipeline_role,
            bind_secret_id=True,
            secret_id_num_uses=1,
            secret_id_ttl=login.secret_id_ttl_seconds,
            secret_id_bound_cidrs=networks,
            token_bound_cidrs=networks,
            token_policies=[names.rotate_policy],
            token_no_default_policy=True,
            token_type="service",  # noqa: S106  # a kind of token; a batch token could not be revoked after use
            token_ttl=login.token_ttl_seconds,
            token_max_ttl=login.token_ttl_seconds,
        )
        self.issuer = Policy(
            self, "Issuer", name=names.issuer_policy, policy=for_terraform(issuer_policy_text(settings))
        )

    @property
    def role(self) -> ApproleAuthBackendRole:
        """The role, under its Terraform word."""
        return self.resource
