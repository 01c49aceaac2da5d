"""What the original did with Vault: the faults are shown on it."""

from __future__ import annotations

from pathlib import Path

from tests.checks.original import original_stack
from tests.servers.vault import Keys, VaultServer

ORIGINAL = original_stack("vault")


def original_init(server: VaultServer, folder: Path) -> Keys:
    """`vault-init.sh`: everything into one file, and the root token stays good."""
    keys = server.initialise(shares=5, threshold=3)
    (folder / "vault-keys.json").write_text("\n".join([*keys.shares, keys.root_token]), encoding="utf-8")
    server.unseal(keys.shares[:3])
    return keys
