"""One deployment, described once: the root of all settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings.certificate import CertificateSettings
from kgc_constructs.settings.database import Database, Redis
from kgc_constructs.settings.exposure import Exposure, Tls
from kgc_constructs.settings.features import Lockchain, Resolution, Sandbox
from kgc_constructs.settings.identity import Identity
from kgc_constructs.settings.image import Image
from kgc_constructs.settings.login import KubernetesLogin, PipelineLoginSettings, PodLoginSettings
from kgc_constructs.settings.network import NetworkPolicySettings
from kgc_constructs.settings.observability import Observability
from kgc_constructs.settings.partial import relations_that_can_be_judged
from kgc_constructs.settings.performance import Performance
from kgc_constructs.settings.placement import Placement
from kgc_constructs.settings.probes import LivenessProbe, ProbeRequest, ReadinessProbe, StartupProbe
from kgc_constructs.settings.problems import problems_of
from kgc_constructs.settings.reaches import Reaches, config, environment_variable
from kgc_constructs.settings.relations import relations
from kgc_constructs.settings.resources import Resources
from kgc_constructs.settings.rollout import Rollout
from kgc_constructs.settings.scaling import Autoscaling, DisruptionBudget
from kgc_constructs.settings.secret_delivery import SecretDelivery, VaultAgent
from kgc_constructs.settings.silences import Silence
from kgc_constructs.settings.state import LocalState, State
from kgc_constructs.settings.vault import Vault

__all__ = ["Environment"]


class Environment(Identity):
    """Everything that one environment of the sidecar is. Each section says what it is for."""

    replicas: Annotated[
        Annotated[int, Field(ge=1, le=1000)],
        Reaches("Deployment:spec.replicas", "outputs:replicas", original="replicas"),
    ] = 3
    """Pods, while there is no autoscaler."""

    image: Image = Image()
    """Which image runs."""
    resources: Resources = Resources()
    """How much one sidecar asks for and may use."""
    probe_request: ProbeRequest = ProbeRequest()
    """What all probes send."""
    liveness: LivenessProbe = LivenessProbe()
    """Restarts a sidecar that no longer answers."""
    readiness: ReadinessProbe = ReadinessProbe()
    """Takes a sidecar that cannot answer out of the Service."""
    startup: StartupProbe = StartupProbe()
    """Holds the other probes back until it has started."""
    rollout: Rollout = Rollout()
    """How a version replaces another, and how a pod goes."""
    placement: Placement = Placement()
    """Where the pods may run."""
    performance: Performance = Performance()
    """The sidecar's own limits and shortcuts."""

    autoscaling: Annotated[
        Autoscaling | None,
        Reaches("HorizontalPodAutoscaler:*", "Deployment:spec.replicas", original="enable_hpa"),
    ] = Autoscaling()
    """The autoscaler; none keeps `replicas` pods."""
    disruption_budget: Annotated[DisruptionBudget | None, Reaches("PodDisruptionBudget:*", original="enable_pdb")] = (
        DisruptionBudget()
    )
    """What node drains must leave running; none lets them take everything."""
    network_policy: Annotated[
        NetworkPolicySettings | None, Reaches("NetworkPolicy:*", original="enable_network_policy")
    ] = NetworkPolicySettings()
    """Deny by default; none lets everything through."""
    observability: Annotated[
        Observability | None,
        Reaches(
            environment_variable("ENABLE_OBSERVABILITY"), "ServiceMonitor:*", "NetworkPolicy:*",
            original="enable_observability",
        ),
    ] = Observability()  # fmt: skip
    """Metrics and traces; none switches both off."""
    lockchain: Annotated[
        Lockchain | None,
        Reaches(
            environment_variable("ENABLE_LOCKCHAIN"), config("lockchain.enabled"), "PersistentVolumeClaim:*",
            original="enable_lockchain",
        ),
    ] = None  # fmt: skip
    """The ledger; none switches it off."""
    resolution: Annotated[
        Resolution | None,
        Reaches(environment_variable("ENABLE_RESOLUTION"), config("resolution.enabled"), original="enable_resolution"),
    ] = None
    """Resolution of conflicts; none switches it off."""
    sandbox: Annotated[
        Sandbox | None,
        Reaches(environment_variable("ENABLE_SANDBOXING"), config("sandbox.enabled"), original="enable_sandboxing"),
    ] = Sandbox()
    """Isolation of effects; none switches it off."""

    exposure: Annotated[Exposure | None, Reaches("Ingress|HTTPRoute:*", original="enable_ingress")] = None
    """How the outside reaches the sidecar; none keeps it in the cluster."""
    tls: Annotated[Tls | None, Reaches("Ingress|HTTPRoute:*", original="ingress_tls_enabled")] = None
    """Where its TLS certificate comes from."""

    database: Database = Database()
    """The PostgreSQL database."""
    redis: Annotated[Redis | None, Reaches(environment_variable("REDIS_URL"), "NetworkPolicy:spec.egress.*")] = None
    """The Redis cache; none when there is none."""
    vault: Vault = Vault()
    """The Vault server and the sidecar's part of it."""
    secret_delivery: Annotated[
        SecretDelivery,
        Reaches("Deployment:spec.template.*", "VaultStaticSecret|ExternalSecret:*"),
    ] = VaultAgent()
    """How secrets come from Vault into the pod."""
    pod_login: Annotated[
        PodLoginSettings,
        Reaches("vault:resource.vault_kubernetes_auth_backend_role.*", "vault:resource.vault_jwt_auth_backend_role.*"),
    ] = KubernetesLogin()
    """How the pods log in to Vault."""
    pipeline_login: Annotated[
        PipelineLoginSettings | None, Reaches("vault:resource.vault_approle_auth_backend_role.*")
    ] = None
    """How pipelines log in to Vault; none when they need not."""
    certificate: Annotated[CertificateSettings | None, Reaches("certificate:resource.aws_acm_certificate.*")] = None
    """The ACM certificate; none when the platform has one."""
    state: Annotated[State, Reaches("vault:terraform.backend.*", "certificate:terraform.backend.*")] = LocalState()
    """Where Terraform keeps its state."""
    silences: Annotated[tuple[Silence, ...], Reaches("outputs:silences.*")] = ()
    """Rules that this environment breaks on purpose, each with its object and the reason."""

    def relations(self) -> Iterator[Problem]:
        """What must hold between sections."""
        return relations(self)

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Report wrong fields and broken relations together, not one kind after the other."""
        try:
            return handler(values)
        except ValidationError as error:
            problems = problems_of(cls, error)
            problems += [each for each in relations_that_can_be_judged(cls, values, problems) if each not in problems]
            raise SettingsError(problems) from None

    @property
    def host(self) -> str | None:
        """Public host name, when the sidecar is exposed."""
        if self.exposure is None:
            return None
        return self.exposure.host or (self.certificate.domain if self.certificate else f"{self.full_namespace}.local")

    @property
    def fewest_replicas(self) -> int:
        """Pods that run at the least."""
        return self.autoscaling.min_replicas if self.autoscaling else self.replicas

    @property
    def most_replicas(self) -> int:
        """Pods that run at the most, without the surge."""
        return self.autoscaling.max_replicas if self.autoscaling else self.replicas
