"""How secrets reach the pod: one typed choice, and in each the sidecar starts from files with the same variables."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.external_secrets import ExternalSecrets, external_secrets
from kgc_constructs.kubernetes.pod_secrets import PodSecrets
from kgc_constructs.kubernetes.vault_agent import agent_secrets
from kgc_constructs.kubernetes.vault_secrets_operator import VaultSecretsOperator, operator_secrets
from kgc_constructs.settings import Environment

__all__ = ["PodSecrets", "SecretDelivery", "pod_secrets"]


def pod_secrets(settings: Environment) -> PodSecrets:
    """What the chosen delivery asks of the pod."""
    match settings.secret_delivery.kind:
        case "vault-agent":
            return agent_secrets(settings)
        case "vault-secrets-operator":
            return operator_secrets(settings)
        case "external-secrets":
            return external_secrets(settings)


class SecretDelivery(Construct):
    """The objects of the chosen delivery; none for the Vault Agent, which is described on the pods themselves.

    Attributes:
        vault_secrets_operator: The objects for that operator, when it is chosen.
        external_secrets: The objects for that operator, when it is chosen.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        kind = settings.secret_delivery.kind
        self.vault_secrets_operator = (
            VaultSecretsOperator(self, "VaultSecretsOperator", settings=settings)
            if kind == "vault-secrets-operator"
            else None
        )
        self.external_secrets = (
            ExternalSecrets(self, "ExternalSecrets", settings=settings) if kind == "external-secrets" else None
        )
