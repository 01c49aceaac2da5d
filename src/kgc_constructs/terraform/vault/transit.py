"""The Transit key: encryption as a service, whose key never leaves Vault."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.mount import Mount
from cdktf_cdktf_provider_vault.transit_secret_backend_key import TransitSecretBackendKey
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.protection import stateful

__all__ = ["TransitKey"]

_SECONDS_PER_HOUR = 3600


class TransitKey(Construct):
    """A Transit mount with one AES-256-GCM key, rotated by Vault itself; old versions still decrypt."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names, rotation = VaultNames.of(settings), settings.vault.rotation
        self.mount = Mount(
            self,
            "Mount",
            path=names.transit_mount,
            type="transit",
            description=f"Encryption keys of {settings.app_name} in {settings.slug}",
            lifecycle=stateful(settings),
        )
        self.resource = TransitSecretBackendKey(
            self,
            "Resource",
            backend=self.mount.path,
            name=names.transit_key,
            type="aes256-gcm96",
            # 0 says "never"; an absent attribute would leave a former period in force.
            auto_rotate_period=rotation.period_hours * _SECONDS_PER_HOUR if rotation else 0,
            deletion_allowed=not settings.protected,  # without it no destroy succeeds, which is right where data lives
            lifecycle=stateful(settings),
        )
