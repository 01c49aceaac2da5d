"""What the original did with Vault, written down as data."""

from pathlib import Path
from typing import Any

from tests.servers.vault import Keys, VaultServer

READ_POLICY = """
path "kgc/data/*" {
  capabilities = ["read", "list"]
}
"""
ROTATE_POLICY = """
path "kgc/*" {
  capabilities = ["create", "read", "update", "delete", "list"]
}
path "${vault_mount.kgc.path}/destroy/*" {
  capabilities = ["update"]
}
"""
ORIGINAL: dict[str, Any] = {
    "provider": {"vault": [{"address": "http://vault:8200", "token": "${var.vault_token}"}]},
    "variable": {
        "vault_token": {"type": "string", "sensitive": True, "default": ""},
        "vault_api_key": {"type": "string", "sensitive": True, "default": ""},
        "vault_encryption_key": {"type": "string", "sensitive": True, "default": ""},
        "database_url": {"type": "string", "default": "postgresql://test:test@postgres:5432/kgc_test"},
    },
    "resource": {
        "random_password": {"api_key": {"length": 32}, "encryption_key": {"length": 64}, "db": {"length": 32}},
        "vault_mount": {
            "kgc": {"path": "kgc", "type": "kv-v2", "options": {"max_versions": "10", "cas_required": "false"}}
        },
        "vault_kv_secret_v2": {
            "api": {
                "mount": "${vault_mount.kgc.path}",
                "name": "api-credentials",
                "data_json": '${jsonencode({"api_key" = var.vault_api_key, "created_at" = timestamp()})}',
            },
            "encryption": {
                "mount": "${vault_mount.kgc.path}",
                "name": "encryption-credentials",
                "data_json": '${jsonencode({"encryption_key" = random_password.encryption_key.result})}',
            },
            "database": {
                "mount": "${vault_mount.kgc.path}",
                "name": "database-credentials",
                "data_json": '${jsonencode({"url" = var.database_url, "password" = random_password.db.result})}',
            },
        },
        "vault_generic_endpoint": {"rotation": {"path": "kgc/config", "data_json": '{"rotation_period": "720h"}'}},
        "vault_policy": {
            "read": {"name": "kgc-read", "policy": READ_POLICY},
            "rotate": {"name": "kgc-rotate", "policy": ROTATE_POLICY},
        },
        "vault_audit": {"file": {"type": "file", "options": {"file_path": "/vault/logs/audit.log"}}},
    },
}


def original_init(server: VaultServer, folder: Path) -> Keys:
    """`vault-init.sh`: everything into one file, and the root token stays good."""
    keys = server.initialise(shares=5, threshold=3)
    (folder / "vault-keys.json").write_text("\n".join([*keys.shares, keys.root_token]), encoding="utf-8")
    server.unseal(keys.shares[:3])
    return keys
