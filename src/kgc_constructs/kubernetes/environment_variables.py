"""The container's environment: every setting that is not a secret, as a literal value.

Secrets come as files (see `secret_delivery`): an environment variable of a manifest is readable for everybody who may
read the Deployment.
"""

from __future__ import annotations

from collections.abc import Mapping

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment

__all__ = ["env_vars", "environment_variables"]


def env_vars(values: Mapping[str, str]) -> list[k8s.EnvVar]:
    """`values` as the API wants them, by name, so that an added setting moves no other line."""
    return [k8s.EnvVar(name=name, value=value) for name, value in sorted(values.items())]


def environment_variables(settings: Environment) -> dict[str, str]:
    """Names and values of what the sidecar reads from its environment, Vault's own variables left out."""
    return {
        "NODE_ENV": "production",  # the build of the code, not the environment it runs in
        "LOG_LEVEL": settings.log_level,
        "SERVICE_NAME": settings.app_name,
        "SERVICE_VERSION": settings.image.tag,
        "NAMESPACE": settings.full_namespace,
        "ENVIRONMENT": settings.environment,
        **_performance(settings),
        **_observability(settings),
        **_features(settings),
    }


def _performance(settings: Environment) -> dict[str, str]:
    performance = settings.performance
    return {
        "MAX_HOOKS": str(performance.max_hooks),
        "TIMEOUT_MS": str(performance.timeout_ms),
        "CACHE_SIZE": str(performance.cache_size),
        "BATCH_SIZE": str(performance.batch_size),
        "MAX_CONCURRENCY": str(performance.max_concurrency),
        "ENABLE_FAST_PATH": _switch(performance.fast_path),
        "ENABLE_CACHING": _switch(performance.caching),
        "ENABLE_BATCH_PROCESSING": _switch(performance.batch_processing),
    }


def _observability(settings: Environment) -> dict[str, str]:
    observability = settings.observability
    tracing = observability.tracing if observability else None
    values = {
        "ENABLE_OBSERVABILITY": _switch(observability),
        "KGC_ENABLE_TELEMETRY": _switch(observability),
        "ENABLE_METRICS": _switch(observability and observability.metrics),
        "ENABLE_TRACING": _switch(tracing),
        "OTEL_SERVICE_NAME": settings.app_name,
    }
    if tracing:
        values["OBSERVABILITY_ENDPOINT"] = values["OTEL_ENDPOINT"] = tracing.endpoint
        values["SAMPLING_RATIO"] = str(tracing.sampling_ratio)
    return values


def _features(settings: Environment) -> dict[str, str]:
    resolution, sandbox = settings.resolution, settings.sandbox
    values = {
        "ENABLE_LOCKCHAIN": _switch(settings.lockchain),
        "ENABLE_RESOLUTION": _switch(resolution),
        "ENABLE_SANDBOXING": _switch(sandbox),
    }
    if resolution:
        values["RESOLUTION_STRATEGY"] = resolution.strategy
        values["CONSENSUS_THRESHOLD"] = str(resolution.consensus_threshold)
    if sandbox:
        values["SANDBOX_TIMEOUT"] = str(sandbox.timeout_ms)
        values["SANDBOX_MEMORY_LIMIT"] = str(sandbox.memory_limit_bytes)
    if settings.redis:
        values["REDIS_URL"] = settings.redis.url
    return values


def _switch(on: object) -> str:
    return "true" if on else "false"
