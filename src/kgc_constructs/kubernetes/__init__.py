"""The Kubernetes side: one module per kind, `sidecar` composes them, `chart` renders them.

Every name here is loaded on first use, so that one construct does not cost the import of all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kgc_constructs.bindings import activate

activate()

if TYPE_CHECKING:
    from kgc_constructs.kubernetes.alb_ingress import AlbIngress
    from kgc_constructs.kubernetes.autoscaler import Autoscaler
    from kgc_constructs.kubernetes.chart import SidecarChart
    from kgc_constructs.kubernetes.config_map import ConfigMap
    from kgc_constructs.kubernetes.deployment import Deployment
    from kgc_constructs.kubernetes.disruption_budget import DisruptionBudget
    from kgc_constructs.kubernetes.exposure import Exposure
    from kgc_constructs.kubernetes.http_route import HttpRoute
    from kgc_constructs.kubernetes.issued_certificate import CertificateGrant, IssuedCertificate
    from kgc_constructs.kubernetes.limit_range import LimitRange
    from kgc_constructs.kubernetes.namespace import Namespace
    from kgc_constructs.kubernetes.network_policies import DefaultDeny, NetworkPolicies, RotationPolicy, SidecarPolicy
    from kgc_constructs.kubernetes.nginx_ingress import NginxIngress
    from kgc_constructs.kubernetes.quota import Quota
    from kgc_constructs.kubernetes.rbac import Role, RoleBinding
    from kgc_constructs.kubernetes.rotation import Rotation
    from kgc_constructs.kubernetes.secret_delivery import SecretDelivery
    from kgc_constructs.kubernetes.service import Service
    from kgc_constructs.kubernetes.service_account import ServiceAccount
    from kgc_constructs.kubernetes.service_monitor import ServiceMonitor
    from kgc_constructs.kubernetes.sidecar import KgcSidecar
    from kgc_constructs.kubernetes.volume_claim import VolumeClaim

__all__ = [
    "AlbIngress",
    "Autoscaler",
    "CertificateGrant",
    "ConfigMap",
    "DefaultDeny",
    "Deployment",
    "DisruptionBudget",
    "Exposure",
    "HttpRoute",
    "IssuedCertificate",
    "KgcSidecar",
    "LimitRange",
    "Namespace",
    "NetworkPolicies",
    "NginxIngress",
    "Quota",
    "Role",
    "RoleBinding",
    "Rotation",
    "RotationPolicy",
    "SecretDelivery",
    "Service",
    "ServiceAccount",
    "ServiceMonitor",
    "SidecarChart",
    "SidecarPolicy",
    "VolumeClaim",
]

_HOMES = {
    "AlbIngress": "alb_ingress",
    "Autoscaler": "autoscaler",
    "CertificateGrant": "issued_certificate",
    "ConfigMap": "config_map",
    "DefaultDeny": "network_policies",
    "Deployment": "deployment",
    "DisruptionBudget": "disruption_budget",
    "Exposure": "exposure",
    "HttpRoute": "http_route",
    "IssuedCertificate": "issued_certificate",
    "KgcSidecar": "sidecar",
    "LimitRange": "limit_range",
    "Namespace": "namespace",
    "NetworkPolicies": "network_policies",
    "NginxIngress": "nginx_ingress",
    "Quota": "quota",
    "Role": "rbac",
    "RoleBinding": "rbac",
    "Rotation": "rotation",
    "RotationPolicy": "network_policies",
    "SecretDelivery": "secret_delivery",
    "Service": "service",
    "ServiceAccount": "service_account",
    "ServiceMonitor": "service_monitor",
    "SidecarChart": "chart",
    "SidecarPolicy": "network_policies",
    "VolumeClaim": "volume_claim",
}


def __getattr__(name: str) -> Any:
    """Load the module of a public name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
