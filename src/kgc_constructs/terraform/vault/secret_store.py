"""The KV mount that holds what the sidecar reads."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.kv_secret_backend_v2 import KvSecretBackendV2
from cdktf_cdktf_provider_vault.mount import Mount
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.given_secrets import GivenSecrets, any_given
from kgc_constructs.terraform.vault.protection import stateful

__all__ = ["SecretStore"]


class SecretStore(Construct):
    """A KV v2 mount with its retention, and those of the three secrets whose values are given.

    The mount's type is `kv` with version 2: `kv-v2` reads back as `kv`, so that every plan would replace it.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        vault, given = settings.vault, any_given(settings)
        self.resource = Mount(
            self,
            "Resource",
            path=VaultNames.of(settings).kv_mount,
            type="kv",
            options={"version": "2"},
            description=f"Secrets of {settings.app_name} in {settings.slug}",
            lifecycle=stateful(settings),
        )
        self.path = self.resource.path
        self.backend = KvSecretBackendV2(
            self,
            "Backend",
            mount=self.path,
            max_versions=vault.max_versions,
            delete_version_after=vault.delete_version_after_seconds,
            # Each writer must say which version it replaces. The provider cannot say "none yet" (it takes `cas = 0`
            # for unset), so a mount that it writes to has to do without.
            cas_required=not given,
        )
        self.secrets = GivenSecrets(self, "Secrets", settings=settings, mount=self.backend.mount) if given else None

    @property
    def mount(self) -> Mount:
        """The mount, under its Terraform word."""
        return self.resource
