"""The policies: what a pod may read, and what rotation may write."""

from __future__ import annotations

from cdktf_cdktf_provider_vault.policy import Policy
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from kgc_constructs.terraform.vault.policy_text import for_terraform, read_policy_text, rotate_policy_text

__all__ = ["Policies"]


class Policies(Construct):
    """The read policy of the pods and the rotate policy of rotation job and pipelines."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        names = VaultNames.of(settings)
        self.read = Policy(self, "Read", name=names.read_policy, policy=for_terraform(read_policy_text(settings)))
        self.rotate = Policy(
            self, "Rotate", name=names.rotate_policy, policy=for_terraform(rotate_policy_text(settings))
        )
