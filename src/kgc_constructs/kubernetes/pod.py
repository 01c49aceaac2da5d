"""The pods of the Deployment: one sidecar each, hardened, spread and identified."""

from __future__ import annotations

import hashlib
import json

from kgc_constructs.kubernetes.affinity import affinity
from kgc_constructs.kubernetes.configuration import configuration
from kgc_constructs.kubernetes.container import sidecar_container
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.pod_security import pod_security
from kgc_constructs.kubernetes.secret_delivery import PodSecrets, pod_secrets
from kgc_constructs.kubernetes.topology import topology_spread
from kgc_constructs.kubernetes.volumes import vault_token, volumes
from kgc_constructs.settings import Environment, Toleration
from kgc_constructs.settings.object_names import ObjectNames, labels_of

__all__ = ["pod_template"]


def pod_template(settings: Environment) -> k8s.PodTemplateSpec:
    """What each pod is made from; its checksums change, and the pods with it, when configuration or secrets do."""
    secrets = pod_secrets(settings)
    return k8s.PodTemplateSpec(
        metadata=k8s.ObjectMeta(
            labels=labels_of(settings),
            annotations={
                "checksum/config": _checksum(configuration(settings)),
                "checksum/delivery": _checksum(secrets.definition),
                **secrets.annotations,
            },
        ),
        spec=_pod(settings, secrets),
    )


def _pod(settings: Environment, secrets: PodSecrets) -> k8s.PodSpec:
    placement = settings.placement
    return k8s.PodSpec(
        service_account_name=ObjectNames.of(settings).service_account,
        automount_service_account_token=False,
        enable_service_links=False,  # the addresses of all Services of the namespace are nobody's business
        security_context=pod_security(),
        containers=[sidecar_container(settings, secrets)],
        volumes=[*volumes(settings), *secrets.volumes, *([vault_token(settings)] if secrets.injects_container else [])],
        termination_grace_period_seconds=settings.rollout.termination_grace_seconds,
        topology_spread_constraints=topology_spread(settings),
        node_selector=placement.node_selector or None,
        tolerations=[_toleration(each) for each in placement.tolerations] or None,
        affinity=affinity(placement.affinity),
        priority_class_name=placement.priority_class,
    )


def _toleration(settings: Toleration) -> k8s.Toleration:
    return k8s.Toleration(
        key=settings.key,
        operator=settings.operator,
        value=settings.value,
        effect=settings.effect,
        toleration_seconds=settings.toleration_seconds,
    )


def _checksum(definition: object) -> str:
    text = json.dumps(definition, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
