"""Takes one environment's part of a Vault away, protected or not: a server that was given is left as it was found."""

from kgc_constructs.settings.vault_names import VaultNames
from tests.servers.vault import Vault


def remove(vault: Vault, names: VaultNames) -> None:
    """Remove everything that the stack of an environment makes; what is not there is no error."""
    root = vault.client()
    root.send("PUT", f"/sys/leases/revoke-prefix/{names.database_mount}", {"sync": True})
    for mount in (names.database_mount, names.kv_mount, names.transit_mount):
        root.send("DELETE", f"/sys/mounts/{mount}")
    for mount in (names.auth_mount, names.pipeline_mount):
        root.send("DELETE", f"/sys/auth/{mount}")
    for policy in (names.read_policy, names.rotate_policy, names.issuer_policy):
        root.send("DELETE", f"/sys/policies/acl/{policy}")
    root.send("DELETE", f"/sys/policies/password/{names.password_policy}")
    root.send("DELETE", f"/sys/quotas/rate-limit/{names.rate_limit}")
