"""What a choice of secret delivery asks of the pod, and where the files are that the sidecar starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

from kgc_constructs.kubernetes.plus import k8s

__all__ = [
    "DATABASE_FILE",
    "SECRETS_FOLDER",
    "SIDECAR_FILE",
    "TOKEN_FILE",
    "VAULT_TOKEN_FILE",
    "VAULT_TOKEN_FOLDER",
    "VAULT_TOKEN_VOLUME",
    "PodSecrets",
]

SECRETS_FOLDER = "/vault/secrets"
"""Where the files are, whoever brings them; also the Vault Agent injector's own default."""

SIDECAR_FILE = "kgc-sidecar.env"
"""Holds API_KEY and ENCRYPTION_KEY."""

DATABASE_FILE = "database.env"
"""Holds DATABASE_URL."""

TOKEN_FILE = "token"  # noqa: S105  # the name of a file
"""The agent's Vault token: the injector names its sink so."""

VAULT_TOKEN_VOLUME = "vault-token"  # noqa: S105  # the name of a volume
"""The projected service-account token with Vault's audience; the agent is its only reader."""

VAULT_TOKEN_FILE = "token"  # noqa: S105  # the name of a file
"""Path of the token inside that volume."""

VAULT_TOKEN_FOLDER = "/var/run/secrets/vault.hashicorp.com/serviceaccount"  # noqa: S105  # the name of a folder
"""Where the injector mounts that volume in the agent, as long as no container of ours mounts it."""


@dataclass(frozen=True, kw_only=True)
class PodSecrets:
    """What the pod needs so that the secrets' files are there before the sidecar's program starts.

    Attributes:
        annotations: Annotations of the pod template.
        volumes: Volumes that hold the files; none when an injector adds its own.
        mounts: Mounts of those volumes in the sidecar's container.
        environment: Variables of the sidecar's container; never a secret.
        command_prefix: What stands before the program and its arguments.
        injects_container: Whether the pod gets an agent, which logs in with the volume `VAULT_TOKEN_VOLUME` and runs
            as the same user as the first container (which must name that user).
        definition: What is delivered and how, as data; its checksum rolls the pods when it changes.
        cpu_request: CPU set aside for the injected container.
        cpu_limit: CPU above which the injected container is throttled.
        memory_request: Memory set aside for the injected container.
        memory_limit: Memory above which the injected container is killed.
        ephemeral_storage_request: Scratch space set aside for the injected container.
        ephemeral_storage_limit: Scratch space above which the pod is evicted.
    """

    environment: dict[str, str]
    command_prefix: list[str]
    definition: object
    annotations: dict[str, str] = field(default_factory=dict)
    volumes: list[k8s.Volume] = field(default_factory=list)
    mounts: list[k8s.VolumeMount] = field(default_factory=list)
    injects_container: bool = False
    cpu_request: str | None = None
    cpu_limit: str | None = None
    memory_request: str | None = None
    memory_limit: str | None = None
    ephemeral_storage_request: str | None = None
    ephemeral_storage_limit: str | None = None
