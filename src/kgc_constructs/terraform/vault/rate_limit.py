"""The rate limit: one environment's clients cannot starve those of another on the same server."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.quota_rate_limit import QuotaRateLimit
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.provider import server_provider

__all__ = ["RateLimit"]


class RateLimit(Construct):
    """Requests per second that one client address may send to the KV mount.

    A quota made before its mount is refused, so it has to depend on the mount.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names, namespace = VaultNames.of(settings), settings.vault.namespace
        prefix = f"{namespace}/" if namespace else ""
        self.resource = QuotaRateLimit(
            self,
            "Resource",
            name=names.rate_limit,
            path=f"{prefix}{names.kv_mount}/",  # without the last slash, which the server adds, every plan replaces it
            rate=settings.vault.rate_limit,
            provider=server_provider(self, settings=settings),
        )
