"""How secrets reach the pod: one typed choice, and in each the sidecar starts from the same two files."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.pod_secrets import PodSecrets
from kgc_constructs.kubernetes.vault_agent import agent_secrets
from kgc_constructs.settings import Environment, VaultAgent

__all__ = ["PodSecrets", "SecretDelivery", "pod_secrets"]


def pod_secrets(settings: Environment) -> PodSecrets:
    """What the chosen delivery asks of the pod."""
    delivery = settings.secret_delivery
    if isinstance(delivery, VaultAgent):
        return agent_secrets(settings, delivery)
    raise NotImplementedError(delivery.kind)


class SecretDelivery(Construct):
    """The objects of the chosen delivery; none for the Vault Agent, whose definition stands on the pods."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.pod = pod_secrets(settings)
