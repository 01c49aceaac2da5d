"""The sidecar's own limits and shortcuts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.reaches import Reaches, config, environment_variable

__all__ = ["Performance"]


def _reaches(variable: str, path: str, original: str, *more: str) -> Reaches:
    return Reaches(environment_variable(variable), config(f"performance.{path}"), *more, original=original)


class Performance(Settings):
    """Limits of the sidecar; each reaches its environment and its configuration file."""

    max_hooks: Annotated[int, Field(ge=1, le=100_000), _reaches("MAX_HOOKS", "maxHooks", "max_hooks")] = 10_000
    """Hooks that may be registered."""

    timeout_ms: Annotated[int, Field(ge=1, le=300_000), _reaches("TIMEOUT_MS", "timeoutMs", "timeout_ms")] = 2_000
    """Milliseconds one operation may take."""

    cache_size: Annotated[int, Field(ge=1, le=1_000_000), _reaches("CACHE_SIZE", "cacheSize", "cache_size")] = 10_000
    """Entries of the cache."""

    batch_size: Annotated[int, Field(ge=1, le=10_000), _reaches("BATCH_SIZE", "batchSize", "batch_size")] = 1_000
    """Items of one batch."""

    max_concurrency: Annotated[
        int, Field(ge=1, le=100), _reaches("MAX_CONCURRENCY", "maxConcurrency", "max_concurrency")
    ] = 10
    """Operations at a time."""

    fast_path: Annotated[bool, _reaches("ENABLE_FAST_PATH", "fastPath", "enable_fast_path")] = True
    """Skip the general path for simple hooks."""

    caching: Annotated[bool, _reaches("ENABLE_CACHING", "caching", "enable_caching")] = True
    """Keep results of earlier queries."""

    batch_processing: Annotated[
        bool, _reaches("ENABLE_BATCH_PROCESSING", "batchProcessing", "enable_batch_processing")
    ] = True
    """Gather small operations."""
