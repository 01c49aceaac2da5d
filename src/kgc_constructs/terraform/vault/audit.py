"""The audit devices: who asked for what, with every value hashed."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.audit import Audit
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.provider import server_provider

__all__ = ["AuditDevices"]


class AuditDevices(Construct):
    """Two file devices: Vault stops answering when none can be written, so a single full disk must not be all of them.

    Some servers (OpenBao) refuse devices made by API; `settings.vault.audit` is None there.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names = VaultNames.of(settings).audit_devices
        paths = settings.vault.audit.paths if settings.vault.audit else ()
        self.devices = tuple(
            Audit(
                self,
                f"Device{number}",
                type="file",
                path=name,
                options={"file_path": path},
                provider=server_provider(self, settings=settings),
            )
            for number, (name, path) in enumerate(zip(names, paths, strict=False), start=1)
        )
