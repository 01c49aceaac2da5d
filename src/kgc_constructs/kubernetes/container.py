"""The sidecar's own container."""

from __future__ import annotations

from kgc_constructs.kubernetes.environment_variables import env_vars, environment_variables
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.pod_security import container_security
from kgc_constructs.kubernetes.ports import ports_of
from kgc_constructs.kubernetes.probes import probe
from kgc_constructs.kubernetes.resources import resource_requirements
from kgc_constructs.kubernetes.secret_delivery import PodSecrets
from kgc_constructs.kubernetes.volumes import volume_mounts
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import CONTAINER

__all__ = ["sidecar_container"]


def sidecar_container(settings: Environment, secrets: PodSecrets) -> k8s.Container:
    """The container that serves requests, started once its secrets are in its environment."""
    image = settings.image
    return k8s.Container(
        name=CONTAINER,
        image=image.reference,
        image_pull_policy=image.pull_policy,
        command=[*secrets.command_prefix, *image.command],
        env=env_vars({**environment_variables(settings), **secrets.environment}),
        ports=[
            k8s.ContainerPort(name=name, container_port=port, protocol="TCP")
            for name, port in ports_of(settings).items()
        ],
        resources=resource_requirements(settings.resources),
        security_context=container_security(),
        startup_probe=probe(settings, settings.startup),
        liveness_probe=probe(settings, settings.liveness),
        readiness_probe=probe(settings, settings.readiness),
        lifecycle=_drain(settings.rollout.drain_seconds),
        volume_mounts=[*volume_mounts(settings), *secrets.mounts],
        termination_message_policy="FallbackToLogsOnError",
    )


def _drain(seconds: int) -> k8s.Lifecycle:
    """Go on serving until every proxy has heard that this pod leaves.

    By the `sleep` program, because the API's own `sleep` handler came with Kubernetes 1.29.
    """
    return k8s.Lifecycle(pre_stop=k8s.LifecycleHandler(exec=k8s.ExecAction(command=["sleep", str(seconds)])))
