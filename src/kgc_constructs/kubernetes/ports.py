"""The ports of the container and of the Service."""

from __future__ import annotations

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT

__all__ = ["HTTP", "METRICS", "ports_of"]

HTTP = "http"
METRICS = "metrics"


def ports_of(settings: Environment) -> dict[str, int]:
    """Names and numbers; the metrics port exists only when there are metrics."""
    ports = {HTTP: HTTP_PORT}
    if settings.observability and settings.observability.metrics:
        ports[METRICS] = METRICS_PORT
    return ports
