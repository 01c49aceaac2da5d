"""What the container sees of the file system: read-only but for two bounded folders, and the ledger when it is on."""

from __future__ import annotations

from kgc_constructs.kubernetes.plus import k8s, quantity
from kgc_constructs.kubernetes.pod_secrets import VAULT_TOKEN_FILE, VAULT_TOKEN_VOLUME
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["scratch", "vault_token", "volume_mounts", "volumes"]

_CONFIG, _DATA, _LOCKCHAIN, _TMP = "config", "data", "lockchain", "tmp"
_READABLE_BY_GROUP = 0o440
_TOKEN_LIFETIME_SECONDS = 600  # the shortest that the API allows; the kubelet renews it in time


def volumes(settings: Environment) -> list[k8s.Volume]:
    """Configuration, two scratch folders that cannot fill the node, and the ledger's claim."""
    names = ObjectNames.of(settings)
    found = [
        k8s.Volume(
            name=_CONFIG,
            config_map=k8s.ConfigMapVolumeSource(name=names.config_map, default_mode=_READABLE_BY_GROUP),
        ),
        scratch(_TMP, settings.resources.scratch_size),
        scratch(_DATA, settings.resources.scratch_size),
    ]
    if settings.lockchain:
        claim = k8s.PersistentVolumeClaimVolumeSource(claim_name=names.volume_claim)
        found.append(k8s.Volume(name=_LOCKCHAIN, persistent_volume_claim=claim))
    return found


def volume_mounts(settings: Environment) -> list[k8s.VolumeMount]:
    """Where the container finds them."""
    found = [
        k8s.VolumeMount(name=_CONFIG, mount_path="/app/config", read_only=True),
        k8s.VolumeMount(name=_TMP, mount_path="/tmp"),  # noqa: S108  # an emptyDir of this pod alone
        k8s.VolumeMount(name=_DATA, mount_path="/app/data"),
    ]
    if settings.lockchain:
        found.append(k8s.VolumeMount(name=_LOCKCHAIN, mount_path="/app/data/lockchain"))
    return found


def scratch(name: str, size: str) -> k8s.Volume:
    """An empty folder that holds `size` at most."""
    return k8s.Volume(name=name, empty_dir=k8s.EmptyDirVolumeSource(size_limit=quantity(size)))


def vault_token(settings: Environment) -> k8s.Volume:
    """A token of the pod's service account that Vault alone accepts, by its audience; the API server refuses it."""
    return k8s.Volume(
        name=VAULT_TOKEN_VOLUME,
        projected=k8s.ProjectedVolumeSource(
            default_mode=_READABLE_BY_GROUP,
            sources=[
                k8s.VolumeProjection(
                    service_account_token=k8s.ServiceAccountTokenProjection(
                        path=VAULT_TOKEN_FILE,
                        audience=settings.pod_login.audience,
                        expiration_seconds=_TOKEN_LIFETIME_SECONDS,
                    )
                )
            ],
        ),
    )
