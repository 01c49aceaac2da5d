"""The CronJob that rotates the secrets in Vault, with an identity of its own."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.rotation_pod import rotation_pod
from kgc_constructs.kubernetes.schedule import schedule_of
from kgc_constructs.settings import Environment
from kgc_constructs.settings import Rotation as RotationSettings
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["Rotation"]

_DEADLINE_SECONDS = 600  # as long as the Vault token of a rotation lives
_RETRIES = 2


class Rotation(Construct):
    """Runs `kgc vault rotate` by schedule, one at a time.

    Vault gives its service account the rotate policy, and no other account of the namespace.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        name = ObjectNames.of(settings).rotation
        rotation = chosen(settings.vault.rotation, RotationSettings, "vault.rotation")
        self.service_account = k8s.KubeServiceAccount(
            self,
            "ServiceAccount",
            metadata=object_meta(settings, name),
            automount_service_account_token=False,
            image_pull_secrets=[k8s.LocalObjectReference(name=each) for each in settings.image.pull_secrets] or None,
        )
        self.api_object = k8s.KubeCronJob(
            self,
            "Resource",
            metadata=object_meta(settings, name),
            spec=k8s.CronJobSpec(
                schedule=schedule_of(rotation.period_hours),
                time_zone="Etc/UTC",
                concurrency_policy="Forbid",
                # A run that was missed, because the cluster was down, is caught up for half a period.
                starting_deadline_seconds=rotation.period_hours * 3600 // 2,
                successful_jobs_history_limit=1,
                failed_jobs_history_limit=3,
                job_template=k8s.JobTemplateSpec(
                    spec=k8s.JobSpec(
                        backoff_limit=_RETRIES,
                        active_deadline_seconds=_DEADLINE_SECONDS,
                        template=rotation_pod(settings, rotation),
                    )
                ),
            ),
        )
