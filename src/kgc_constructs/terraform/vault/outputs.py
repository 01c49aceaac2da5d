"""What the stack tells others, under names that never change."""

from __future__ import annotations

from cdktf import TerraformOutput
from constructs import Construct

__all__ = ["VaultOutputs"]


class VaultOutputs(Construct):
    """The three outputs of the Vault stack.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        mount_path: Path of the KV mount.
        policy_name: Name of the read policy.
        rotation_policy_name: Name of the rotate policy.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, mount_path: str, policy_name: str, rotation_policy_name: str
    ) -> None:
        super().__init__(scope, construct_id)
        self._publish("vault_kgc_mount_path", mount_path, "Path of the KV mount")
        self._publish("vault_kgc_policy_name", policy_name, "Policy of the sidecar's pods")
        self._publish("vault_kgc_rotation_policy_name", rotation_policy_name, "Policy of seeding and rotation")

    def _publish(self, name: str, value: str, description: str) -> None:
        TerraformOutput(self, name, value=value, description=description).override_logical_id(name)
