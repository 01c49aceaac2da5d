"""What the Kubernetes objects are called: facts that manifests, outputs and commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = [
    "CONTAINER",
    "HTTP_PORT",
    "METRICS_PORT",
    "ObjectNames",
    "labels_of",
    "rotation_selector_of",
    "selector_of",
]

CONTAINER = "kgc-sidecar"
"""Name of the sidecar's own container, among injected ones."""

HTTP_PORT = 3000
METRICS_PORT = 8080


@dataclass(frozen=True)
class ObjectNames:
    """Names of one sidecar's objects. They are a public contract: a change replaces the object."""

    namespace: str
    config_map: str
    service_account: str
    role: str
    role_binding: str
    deployment: str
    service: str
    exposure: str
    autoscaler: str
    network_policy: str
    default_deny: str
    disruption_budget: str
    secret: str
    volume_claim: str
    service_monitor: str
    quota: str
    limits: str
    rotation: str

    @classmethod
    def of(cls, environment: Environment) -> ObjectNames:
        """The names in `environment`."""
        app = environment.app_name
        return cls(
            namespace=environment.full_namespace,
            config_map=f"{app}-config",
            service_account=app,
            role=app,
            role_binding=app,
            deployment=app,
            service=app,
            exposure=app,
            autoscaler=app,
            network_policy=app,
            default_deny="default-deny",
            disruption_budget=app,
            secret=f"{app}-secrets",
            volume_claim=f"{app}-lockchain",
            service_monitor=app,
            quota=environment.full_namespace,
            limits=environment.full_namespace,
            rotation=f"{app}-rotation",
        )

    def secret_of(self, vault_secret: str) -> str:
        """The Secret for one of Vault's secrets, where an operator makes one for each."""
        return f"{self.secret}-{vault_secret.removesuffix('-credentials')}"


def selector_of(environment: Environment) -> dict[str, str]:
    """Labels that select the pods. Explicit and for ever: a Deployment's selector is immutable."""
    return {"app.kubernetes.io/name": "kgc-sidecar", "app.kubernetes.io/instance": environment.app_name}


def rotation_selector_of(environment: Environment) -> dict[str, str]:
    """Labels that select the pods of the rotation job; never those of the sidecar, which the Service calls."""
    return {"app.kubernetes.io/name": "kgc-rotation", "app.kubernetes.io/instance": environment.app_name}


def labels_of(environment: Environment) -> dict[str, str]:
    """Labels of every object and of the pods: the selector's, the recommended ones, then the environment's own."""
    return {
        **selector_of(environment),
        "app.kubernetes.io/version": environment.image.version,
        "app.kubernetes.io/part-of": "kgc",
        "app.kubernetes.io/managed-by": "kgc-constructs",
        "kgc.unrdf.dev/environment": environment.slug,
        **environment.labels,
    }
