"""The sidecar's configuration file: what its environment says, as one document."""

from __future__ import annotations

import json
from typing import Any

from kgc_constructs.settings import Environment

__all__ = ["FILE_NAME", "configuration", "configuration_file"]

FILE_NAME = "config.json"


def configuration(settings: Environment) -> dict[str, Any]:
    """The values of `config.json`; names are in camelCase, as the sidecar reads them."""
    performance = settings.performance
    return {
        "logLevel": settings.log_level,
        "performance": {
            "maxHooks": performance.max_hooks,
            "timeoutMs": performance.timeout_ms,
            "cacheSize": performance.cache_size,
            "batchSize": performance.batch_size,
            "maxConcurrency": performance.max_concurrency,
            "fastPath": performance.fast_path,
            "caching": performance.caching,
            "batchProcessing": performance.batch_processing,
        },
        "observability": _observability(settings),
        "lockchain": {"enabled": settings.lockchain is not None},
        "resolution": _resolution(settings),
        "sandbox": _sandbox(settings),
    }


def configuration_file(settings: Environment) -> str:
    """The text of `config.json`, the same for the same settings."""
    return json.dumps(configuration(settings), indent=2, sort_keys=True) + "\n"


def _observability(settings: Environment) -> dict[str, Any]:
    observability = settings.observability
    if observability is None:
        return {"enabled": False, "metrics": False, "tracing": False}
    tracing = observability.tracing
    values = {"enabled": True, "metrics": observability.metrics is not None, "tracing": tracing is not None}
    if tracing is None:
        return values
    return {**values, "endpoint": tracing.endpoint, "samplingRatio": tracing.sampling_ratio}


def _resolution(settings: Environment) -> dict[str, Any]:
    resolution = settings.resolution
    if resolution is None:
        return {"enabled": False}
    return {
        "enabled": True,
        "strategy": resolution.strategy,
        "consensusThreshold": resolution.consensus_threshold,
    }


def _sandbox(settings: Environment) -> dict[str, Any]:
    sandbox = settings.sandbox
    if sandbox is None:
        return {"enabled": False}
    return {"enabled": True, "timeoutMs": sandbox.timeout_ms, "memoryLimitBytes": sandbox.memory_limit_bytes}
