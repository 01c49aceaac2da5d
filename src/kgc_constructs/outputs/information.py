"""The groups of outputs that repeat what the settings say, so that a pipeline need not read the settings."""

from __future__ import annotations

from kgc_constructs.outputs.groups import FeatureFlags, MonitoringInfo, PerformanceInfo, ScalingInfo, SecurityInfo
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import METRICS_PORT, ObjectNames

__all__ = ["feature_flags", "monitoring_info", "performance_info", "scaling_info", "security_info"]


def monitoring_info(environment: Environment) -> MonitoringInfo:
    """What is reported and where."""
    observability = environment.observability
    metrics = observability.metrics if observability else None
    tracing = observability.tracing if observability else None
    return MonitoringInfo(
        observability_endpoint=tracing.endpoint if tracing else None,
        metrics_port=METRICS_PORT if metrics else None,
        tracing_enabled=tracing is not None,
        metrics_enabled=metrics is not None,
        sampling_ratio=tracing.sampling_ratio if tracing else None,
    )


def security_info(environment: Environment) -> SecurityInfo:
    """What limits the sidecar."""
    names = ObjectNames.of(environment)
    return SecurityInfo(
        network_policy_enabled=environment.network_policy is not None,
        service_account=names.service_account,
        role=names.role,
        role_binding=names.role_binding,
        sandboxing_enabled=environment.sandbox is not None,
    )


def scaling_info(environment: Environment) -> ScalingInfo:
    """How many sidecars run."""
    autoscaling, budget = environment.autoscaling, environment.disruption_budget
    return ScalingInfo(
        hpa_enabled=autoscaling is not None,
        min_replicas=autoscaling.min_replicas if autoscaling else None,
        max_replicas=autoscaling.max_replicas if autoscaling else None,
        cpu_target=autoscaling.cpu_target if autoscaling else None,
        memory_target=autoscaling.memory_target if autoscaling else None,
        pdb_enabled=budget is not None,
        pdb_min_available=budget.min_available if budget else None,
    )


def performance_info(environment: Environment) -> PerformanceInfo:
    """The sidecar's own limits."""
    performance = environment.performance
    return PerformanceInfo(
        max_hooks=performance.max_hooks,
        timeout_ms=performance.timeout_ms,
        cache_size=performance.cache_size,
        batch_size=performance.batch_size,
        max_concurrency=performance.max_concurrency,
        fast_path_enabled=performance.fast_path,
        caching_enabled=performance.caching,
        batch_processing=performance.batch_processing,
    )


def feature_flags(environment: Environment) -> FeatureFlags:
    """Which parts are on."""
    return FeatureFlags(
        observability_enabled=environment.observability is not None,
        lockchain_enabled=environment.lockchain is not None,
        resolution_enabled=environment.resolution is not None,
        sandboxing_enabled=environment.sandbox is not None,
        ingress_enabled=environment.exposure is not None,
        hpa_enabled=environment.autoscaling is not None,
        network_policy_enabled=environment.network_policy is not None,
        pdb_enabled=environment.disruption_budget is not None,
    )
