"""What the pod needs when an operator keeps Secrets up to date: their keys as files, where the agent's would be."""

from __future__ import annotations

from collections.abc import Mapping

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.pod_secrets import SECRETS_FOLDER, PodSecrets
from kgc_constructs.kubernetes.start_command import start_command

__all__ = ["mounted_secrets"]

_VOLUME = "vault-secrets"
_READABLE_BY_GROUP = 0o440  # the files belong to root, and their group is the pod's fsGroup


def mounted_secrets(files: Mapping[str, str], definition: object, *, watched: tuple[str, ...] = ()) -> PodSecrets:
    """Each of `files`, a key in the Secret that it is mapped to, as a file of one volume.

    The kubelet starts no container before all Secrets exist. The sidecar has no login at Vault then.
    """
    sources = [
        k8s.VolumeProjection(secret=k8s.SecretProjection(name=secret, items=[k8s.KeyToPath(key=file, path=file)]))
        for file, secret in files.items()
    ]
    projected = k8s.ProjectedVolumeSource(default_mode=_READABLE_BY_GROUP, sources=sources)
    return PodSecrets(
        volumes=[k8s.Volume(name=_VOLUME, projected=projected)],
        mounts=[k8s.VolumeMount(name=_VOLUME, mount_path=SECRETS_FOLDER, read_only=True)],
        environment={"VAULT_ENABLED": "false"},
        command_prefix=start_command(tuple(files), watched=watched),
        definition=definition,
    )
