"""The outputs that are groups of values. A part that is switched off is null or false, never a value that lies."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = [
    "ConnectionInfo", "FeatureFlags", "KubectlCommands", "MonitoringInfo", "OutputGroup", "PerformanceInfo",
    "ScalingInfo", "SecurityInfo", "SilencedRule", "TestCommands",
]  # fmt: skip


class OutputGroup(BaseModel):
    """A frozen group of typed values."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ConnectionInfo(OutputGroup):
    """How a client reaches the sidecar: from outside when it is exposed, else through its Service."""

    namespace: str
    service: str
    port: int
    host: str
    url: str


class KubectlCommands(OutputGroup):
    """Commands for a shell; each names the kubeconfig of the environment."""

    get_pods: str
    get_services: str
    get_ingress: str | None
    get_hpa: str | None
    logs: str
    describe: str
    port_forward: str


class TestCommands(OutputGroup):
    """Requests for a shell that show whether the sidecar answers."""

    __test__ = False  # not a test class, whatever its name

    health_check: str
    metrics: str | None
    ready_check: str
    api_test: str


class MonitoringInfo(OutputGroup):
    """What the sidecar reports and where."""

    observability_endpoint: str | None
    metrics_port: int | None
    tracing_enabled: bool
    metrics_enabled: bool
    sampling_ratio: float | None


class SecurityInfo(OutputGroup):
    """What limits the sidecar."""

    network_policy_enabled: bool
    service_account: str
    role: str
    role_binding: str
    sandboxing_enabled: bool


class ScalingInfo(OutputGroup):
    """How many sidecars run."""

    hpa_enabled: bool
    min_replicas: int | None
    max_replicas: int | None
    cpu_target: int | None
    memory_target: int | None
    pdb_enabled: bool
    pdb_min_available: int | None


class PerformanceInfo(OutputGroup):
    """The sidecar's own limits."""

    max_hooks: int
    timeout_ms: int
    cache_size: int
    batch_size: int
    max_concurrency: int
    fast_path_enabled: bool
    caching_enabled: bool
    batch_processing: bool


class FeatureFlags(OutputGroup):
    """Which parts are on."""

    observability_enabled: bool
    lockchain_enabled: bool
    resolution_enabled: bool
    sandboxing_enabled: bool
    ingress_enabled: bool
    hpa_enabled: bool
    network_policy_enabled: bool
    pdb_enabled: bool


class SilencedRule(OutputGroup):
    """A rule of the checks that one object need not keep, and why."""

    rule: str
    object: str
    reason: str
