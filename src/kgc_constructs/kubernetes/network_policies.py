"""NetworkPolicies: nobody in the namespace may talk to anybody, then exactly the flows that the settings need."""

from __future__ import annotations

from collections.abc import Mapping

from constructs import Construct

from kgc_constructs.kubernetes.flows import rotation_egress, sidecar_egress, sidecar_ingress
from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, rotation_selector_of, selector_of

__all__ = ["DefaultDeny", "NetworkPolicies", "RotationPolicy", "SidecarPolicy"]


class DefaultDeny(Construct):
    """Denies every flow of every pod of the namespace, so that only named flows remain."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = _policy(self, settings, ObjectNames.of(settings).default_deny, pods={})


class SidecarPolicy(Construct):
    """The flows of the sidecar's pods."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = _policy(
            self,
            settings,
            ObjectNames.of(settings).network_policy,
            pods=selector_of(settings),
            ingress=sidecar_ingress(settings),
            egress=sidecar_egress(settings),
        )


class RotationPolicy(Construct):
    """The flows of the rotation's pods, which nobody calls."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.api_object = _policy(
            self,
            settings,
            ObjectNames.of(settings).rotation,
            pods=rotation_selector_of(settings),
            egress=rotation_egress(settings),
        )


class NetworkPolicies(Construct):
    """What one sidecar needs beside the namespace's `DefaultDeny`.

    Attributes:
        sidecar: Flows of the sidecar's pods.
        rotation: Flows of the rotation's pods, when there is a rotation.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self.sidecar = SidecarPolicy(self, "Sidecar", settings=settings)
        self.rotation = RotationPolicy(self, "Rotation", settings=settings) if settings.vault.rotation else None


def _policy(
    scope: Construct,
    settings: Environment,
    name: str,
    *,
    pods: Mapping[str, str],
    ingress: list[k8s.NetworkPolicyIngressRule] | None = None,
    egress: list[k8s.NetworkPolicyEgressRule] | None = None,
) -> k8s.KubeNetworkPolicy:
    """Both directions are always named: a policy without rules for a direction that it names denies it."""
    return k8s.KubeNetworkPolicy(
        scope,
        "Resource",
        metadata=object_meta(settings, name),
        spec=k8s.NetworkPolicySpec(
            pod_selector=k8s.LabelSelector(match_labels=dict(pods) or None),
            policy_types=["Ingress", "Egress"],
            ingress=ingress or None,
            egress=egress or None,
        ),
    )
