"""What an environment is called and what every object carries."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import AnnotationMap, DnsLabel, LabelMap
from kgc_constructs.settings.reaches import Reaches, config, environment_variable

__all__ = ["Identity", "Stage"]

Stage = Literal["dev", "staging", "production", "e2e-test"]
_SLUGS = {"dev": "development", "staging": "staging", "production": "production", "e2e-test": "e2e"}


class Identity(Settings):
    """Names, labels and what kind of environment this is."""

    environment: Annotated[
        Stage,
        Reaches(
            environment_variable("ENVIRONMENT"),
            "Deployment:metadata.labels.kgc.unrdf.dev/environment",
            "vault:resource.vault_policy.*.name",
            "vault:resource.vault_mount.*.path",
            "certificate:resource.aws_cloudwatch_metric_alarm.*.alarm_name",
            original="environment",
        ),
    ] = "e2e-test"
    """What kind of environment this is: decides what is refused and what is protected."""

    name: Annotated[DnsLabel | None, Reaches("vault:resource.vault_mount.*.path")] = None
    """Tells environments of one kind apart; none means the kind's own name."""

    app_name: Annotated[
        Annotated[DnsLabel, Field(max_length=40)],
        Reaches("Deployment:metadata.name", "Service:metadata.name", environment_variable("SERVICE_NAME")),
    ] = "kgc-sidecar"
    """Name of the workload and beginning of its objects' names."""

    namespace: Annotated[
        Annotated[DnsLabel, Field(max_length=50)],
        Reaches(
            "Namespace:metadata.name",
            "Deployment:metadata.namespace",
            environment_variable("NAMESPACE"),
            "vault:resource.vault_*_auth_backend_role.*",
            original="namespace",
        ),
    ] = "kgc-sidecar"
    """Namespace; e2e-test adds a stable suffix."""

    kubeconfig_path: Annotated[
        Annotated[str, Field(min_length=1)], Reaches("outputs:kubectl_commands.*", original="kubeconfig_path")
    ] = "~/.kube/config"
    """Used by the commands in the outputs; never reaches a manifest."""

    labels: Annotated[
        LabelMap,
        Reaches(
            "Deployment:metadata.labels.*", "Deployment:spec.template.metadata.labels.*", "Service:metadata.labels.*",
            original="labels",
        ),
    ] = Field(default_factory=dict)  # fmt: skip
    """Labels of every object and of the pods; never part of a selector."""

    annotations: Annotated[
        AnnotationMap,
        Reaches("Deployment:metadata.annotations.*", "Service:metadata.annotations.*", original="annotations"),
    ] = Field(default_factory=dict)
    """Annotations of every object."""

    pod_security_version: Annotated[
        Annotated[str, Field(pattern=r"^v1\.[0-9]{2}$")],
        Reaches("Namespace:metadata.labels.pod-security.kubernetes.io/*-version"),
    ] = "v1.32"
    """Version of the Pod Security Standards that the namespace enforces; pinned, so that an upgrade changes nothing."""

    log_level: Annotated[
        Literal["error", "warn", "info", "debug"],
        Reaches(environment_variable("LOG_LEVEL"), config("logLevel"), original="log_level"),
    ] = "info"
    """How much the sidecar logs."""

    @property
    def slug(self) -> str:
        """What this environment is called in paths, stack names and Vault."""
        return self.name or _SLUGS[self.environment]

    @property
    def namespace_suffix(self) -> str:
        """Stable suffix of a test environment's namespace, empty elsewhere: from its name, never random."""
        if self.environment != "e2e-test":
            return ""
        return hashlib.sha256(f"{self.namespace}/{self.slug}".encode()).hexdigest()[:8]

    @property
    def full_namespace(self) -> str:
        """The namespace with its suffix."""
        return f"{self.namespace}-{self.namespace_suffix}" if self.namespace_suffix else self.namespace

    @property
    def protected(self) -> bool:
        """Whether stateful things (mounts, keys, certificates) are protected from destruction."""
        return self.environment in ("staging", "production")
