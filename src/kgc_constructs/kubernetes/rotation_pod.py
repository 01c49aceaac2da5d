"""The pod that rotates the secrets: as restricted as the sidecar's, with Vault's token and nothing else."""

from __future__ import annotations

from kgc_constructs.kubernetes.demand import ROTATION_RESOURCES
from kgc_constructs.kubernetes.environment_variables import env_vars
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.pod_secrets import VAULT_TOKEN_FILE, VAULT_TOKEN_FOLDER, VAULT_TOKEN_VOLUME
from kgc_constructs.kubernetes.pod_security import container_security, pod_security
from kgc_constructs.kubernetes.resources import resource_requirements
from kgc_constructs.kubernetes.volumes import scratch, vault_token
from kgc_constructs.settings import Environment, Rotation
from kgc_constructs.settings.object_names import ObjectNames, labels_of, rotation_selector_of
from kgc_constructs.settings.vault_names import JWT_FILE_VARIABLE

__all__ = ["rotation_pod"]


def rotation_pod(settings: Environment, rotation: Rotation) -> k8s.PodTemplateSpec:
    """Runs `kgc vault rotate` once. Its labels are not the sidecar's, so that the Service never calls it."""
    return k8s.PodTemplateSpec(
        metadata=k8s.ObjectMeta(labels={**labels_of(settings), **rotation_selector_of(settings)}),
        spec=k8s.PodSpec(
            service_account_name=ObjectNames.of(settings).rotation,
            automount_service_account_token=False,
            enable_service_links=False,
            security_context=pod_security(),
            restart_policy="Never",
            containers=[_container(settings, rotation)],
            volumes=[scratch("tmp", ROTATION_RESOURCES.scratch_size), vault_token(settings)],
        ),
    )


def _container(settings: Environment, rotation: Rotation) -> k8s.Container:
    return k8s.Container(
        name="rotation",
        image=rotation.image or settings.image.reference,
        image_pull_policy=settings.image.pull_policy,
        command=["kgc", "vault", "rotate", settings.slug],
        env=env_vars(_environment(settings)),
        resources=resource_requirements(ROTATION_RESOURCES),
        security_context=container_security(),
        volume_mounts=[
            k8s.VolumeMount(name="tmp", mount_path="/tmp"),  # noqa: S108  # an emptyDir of this pod alone
            k8s.VolumeMount(name=VAULT_TOKEN_VOLUME, mount_path=VAULT_TOKEN_FOLDER, read_only=True),
        ],
        termination_message_policy="FallbackToLogsOnError",
    )


def _environment(settings: Environment) -> dict[str, str]:
    values = {
        "HOME": "/tmp",  # noqa: S108  # the only folder that can be written
        "VAULT_ADDR": settings.vault.address,
        JWT_FILE_VARIABLE: f"{VAULT_TOKEN_FOLDER}/{VAULT_TOKEN_FILE}",
    }
    if settings.vault.namespace:
        values["VAULT_NAMESPACE"] = settings.vault.namespace
    return values
