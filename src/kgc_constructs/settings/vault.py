"""Vault: where it is, what it holds for the sidecar and how that is kept fresh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import HttpUrl, VaultPath
from kgc_constructs.settings.reaches import Reaches, environment_variable
from kgc_constructs.settings.validation import refuse

__all__ = ["Audit", "Rotation", "SecretValue", "Vault"]

SecretValue = Literal["generate", "given"]
"""Where a value comes from: made inside Vault, or handed to Terraform as an ephemeral variable. Never from a file."""


_IMAGE = re.compile(r"[a-z0-9][a-z0-9._:/-]*(?::[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?(?:@sha256:[0-9a-f]{64})?")


def _image(text: str | None) -> str | None:
    name = text.rpartition("/")[2] if text else ""
    if text is not None and (not _IMAGE.fullmatch(text) or not re.search(r"[:@]", name) or name.endswith(":latest")):
        refuse(
            "`[registry/]name` with a version tag, a digest or both",
            "with a moving tag nobody can say what runs, nor go back to it",
        )
    return text


class Audit(Settings):
    """Two audit devices: with only one, a full disk stops Vault. Some servers refuse them by API; then use None."""

    paths: Annotated[
        tuple[str, str], Reaches("vault:resource.vault_audit.*.options.file_path", original="enable_vault_audit")
    ] = ("/vault/audit/audit.log", "stdout")
    """Files of the two devices, on the server; `stdout` means its own log."""

    def relations(self) -> Iterator[Problem]:
        """Two devices on one file fail together."""
        if self.paths[0] == self.paths[1]:
            yield Problem(
                field="paths", value=self.paths, allowed="two different files", reason="they would fail together"
            )


class Rotation(Settings):
    """Automatic rotation of Transit key, database root password and KV secrets."""

    period_hours: Annotated[
        int,
        Field(ge=1, le=8760),
        Reaches(
            "vault:resource.vault_transit_secret_backend_key.*.auto_rotate_period",
            "CronJob:spec.*",
            original="enable_auto_rotation",
        ),
    ] = 720
    """Hours between two rotations (720 h = 30 days)."""

    image: Annotated[str | None, AfterValidator(_image), Reaches("CronJob:*.containers.rotation.image")] = None
    """Image that holds the `kgc` command and `apps/`; none means that the sidecar's own image does."""


class Vault(Settings):
    """The Vault server and the sidecar's part of it."""

    address: Annotated[
        HttpUrl,
        Reaches(
            environment_variable("VAULT_ADDR"),
            "vault:provider.vault.*.address",
            "Deployment:spec.template.metadata.annotations.vault.hashicorp.com/service",
            "NetworkPolicy:spec.egress.*",
            original="vault_address",
        ),
    ] = "http://vault:8200"
    """Where Vault answers; https outside dev."""

    namespace: Annotated[
        VaultPath | None, Reaches(environment_variable("VAULT_NAMESPACE"), "vault:provider.vault.*.namespace")
    ] = None
    """Namespace of a Vault that has them."""

    mount_path: Annotated[
        VaultPath, Reaches(environment_variable("VAULT_MOUNT_PATH"), "vault:resource.vault_mount.*.path")
    ] = "kgc"
    """Beginning of the KV mount's path; the environment's name follows, so that two environments never share one."""

    cache_ttl_ms: Annotated[int, Field(ge=0, le=86_400_000), Reaches(environment_variable("VAULT_CACHE_TTL"))] = 300_000
    """Milliseconds the sidecar keeps a value it read."""

    enable_quorum: Annotated[bool, Reaches(environment_variable("VAULT_ENABLE_QUORUM"))] = True
    """Whether the sidecar asks for a quorum."""

    quorum_shares: Annotated[
        int, Field(ge=3, le=10), Reaches(environment_variable("VAULT_QUORUM_SHARES"), original="vault_quorum_shares")
    ] = 5
    """Shares the unseal key is split into (Shamir)."""

    quorum_threshold: Annotated[
        int,
        Field(ge=2, le=10),
        Reaches(environment_variable("VAULT_QUORUM_THRESHOLD"), original="vault_quorum_threshold"),
    ] = 3
    """Shares needed to unseal."""

    max_versions: Annotated[
        int, Field(ge=2, le=100), Reaches("vault:resource.vault_kv_secret_backend_v2.*.max_versions")
    ] = 10
    """Versions kept of each secret; the one before the current stays readable after a rotation."""

    delete_version_after_seconds: Annotated[
        int, Field(ge=0, le=315_360_000), Reaches("vault:resource.vault_kv_secret_backend_v2.*.delete_version_after")
    ] = 0
    """Seconds after which a version is deleted; 0 keeps it, for a secret that is not rotated must not vanish."""

    api_key: Annotated[
        SecretValue,
        Reaches("vault:variable.vault_api_key.*", "vault:resource.vault_kv_secret_v2.*", original="vault_api_key"),
    ] = "generate"
    """Value of `api-credentials`."""

    encryption_key: Annotated[
        SecretValue,
        Reaches(
            "vault:variable.vault_encryption_key.*",
            "vault:resource.vault_kv_secret_v2.*",
            original="vault_encryption_key",
        ),
    ] = "generate"
    """Value of `encryption-credentials`: 32 bytes, base64."""

    given_version: Annotated[
        int, Field(ge=1, le=1_000_000), Reaches("vault:resource.vault_kv_secret_v2.*.data_json_wo_version")
    ] = 1
    """Counter of the given values: Terraform cannot see them, so it writes them again only when this is raised."""

    password_length: Annotated[int, Field(ge=20, le=128), Reaches("vault:resource.vault_password_policy.*.policy")] = 32
    """Characters of a generated password."""

    rate_limit: Annotated[float, Field(gt=0, le=100_000), Reaches("vault:resource.vault_quota_rate_limit.*.rate")] = (
        100.0
    )
    """Requests per second that the mount answers to one client."""

    audit: Annotated[Audit | None, Reaches("vault:resource.vault_audit.*", original="enable_vault_audit")] = Audit()
    """Audit devices, or none where the server sets them in its own configuration."""

    rotation: Annotated[
        Rotation | None,
        Reaches(
            "vault:resource.vault_transit_secret_backend_key.*.auto_rotate_period",
            "CronJob:*",
            original="enable_auto_rotation",
        ),
    ] = Rotation()
    """Automatic rotation, or none."""

    def relations(self) -> Iterator[Problem]:
        """No more shares needed than there are."""
        if self.quorum_threshold > self.quorum_shares:
            yield Problem(
                field="quorum_threshold",
                value=self.quorum_threshold,
                allowed=f"2 to quorum_shares ({self.quorum_shares})",
                reason="a Vault that needs more shares than exist can never be opened again",
                depends_on=("quorum_shares",),
            )
