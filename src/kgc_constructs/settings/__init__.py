"""What a deployment is, as data: pure Python, without Node.js, files, clock or randomness."""

from kgc_constructs.errors import Problem, SettingsError, report_input_errors
from kgc_constructs.settings.affinity import Affinity, NodeRequirement, PodTerm
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.certificate import CertificateSettings, MutualTls
from kgc_constructs.settings.database import Database, Redis
from kgc_constructs.settings.environment import Environment
from kgc_constructs.settings.exposure import AcmTls, AlbIngress, CertManagerTls, GatewayRoute, NginxIngress, SecretTls
from kgc_constructs.settings.features import Lockchain, Resolution, Sandbox
from kgc_constructs.settings.image import Image
from kgc_constructs.settings.login import JwtLogin, KubernetesLogin, PipelineLoginSettings
from kgc_constructs.settings.network import NetworkPolicySettings, Peer
from kgc_constructs.settings.observability import Metrics, Observability, Tracing
from kgc_constructs.settings.performance import Performance
from kgc_constructs.settings.placement import Placement, Toleration
from kgc_constructs.settings.probes import LivenessProbe, ProbeRequest, ReadinessProbe, StartupProbe
from kgc_constructs.settings.resources import Resources
from kgc_constructs.settings.rollout import Rollout
from kgc_constructs.settings.scaling import Autoscaling, DisruptionBudget
from kgc_constructs.settings.secret_delivery import ExternalSecrets, VaultAgent, VaultSecretsOperator
from kgc_constructs.settings.silences import Silence
from kgc_constructs.settings.state import LocalState, S3State
from kgc_constructs.settings.vault import Audit, Rotation, Vault

__all__ = [
    "AcmTls",
    "Affinity",
    "AlbIngress",
    "Audit",
    "Autoscaling",
    "CertManagerTls",
    "CertificateSettings",
    "Database",
    "DisruptionBudget",
    "Environment",
    "ExternalSecrets",
    "GatewayRoute",
    "Image",
    "JwtLogin",
    "KubernetesLogin",
    "LivenessProbe",
    "LocalState",
    "Lockchain",
    "Metrics",
    "MutualTls",
    "NetworkPolicySettings",
    "NginxIngress",
    "NodeRequirement",
    "Observability",
    "Peer",
    "Performance",
    "PipelineLoginSettings",
    "Placement",
    "PodTerm",
    "ProbeRequest",
    "Problem",
    "ReadinessProbe",
    "Redis",
    "Resolution",
    "Resources",
    "Rollout",
    "Rotation",
    "S3State",
    "Sandbox",
    "SecretTls",
    "Settings",
    "SettingsError",
    "Silence",
    "StartupProbe",
    "Toleration",
    "Tracing",
    "Vault",
    "VaultAgent",
    "VaultSecretsOperator",
]

report_input_errors()
