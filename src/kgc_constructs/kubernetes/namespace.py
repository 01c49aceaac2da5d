"""The Namespace, which admits only pods that meet the "restricted" Pod Security Standard."""

from __future__ import annotations

from cdk8s import Chart, JsonPatch
from constructs import Construct

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, labels_of

__all__ = ["Namespace"]

_MODES = ("audit", "enforce", "warn")


class Namespace(Construct):
    """Enforces, warns of and audits "restricted" in a pinned version.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        labels = labels_of(settings)
        for mode in _MODES:
            labels[f"pod-security.kubernetes.io/{mode}"] = "restricted"
            labels[f"pod-security.kubernetes.io/{mode}-version"] = settings.pod_security_version
        if (
            settings.exposure and settings.exposure.kind == "alb"
        ):  # a pod counts as ready once the load balancer says so
            labels["elbv2.k8s.aws/pod-readiness-gate-inject"] = "enabled"
        self.api_object = k8s.KubeNamespace(
            self,
            "Resource",
            metadata=k8s.ObjectMeta(
                name=ObjectNames.of(settings).namespace, labels=labels, annotations=settings.annotations
            ),
        )
        if Chart.of(self).namespace is not None:  # somebody's chart stamps its namespace even on a Namespace
            self.api_object.add_json_patch(JsonPatch.remove("/metadata/namespace"))
