"""What the sidecar reports: metrics and traces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import DnsLabel, HttpUrl
from kgc_constructs.settings.reaches import Reaches, config, environment_variable

__all__ = ["Metrics", "Observability", "Tracing"]


class Metrics(Settings):
    """Prometheus metrics on port 8080, scraped through a ServiceMonitor."""

    scrape_interval_seconds: Annotated[
        int, Field(ge=1, le=3600), Reaches("ServiceMonitor:spec.endpoints.*.interval")
    ] = 15
    """Seconds between two scrapes."""

    scraper_namespace: Annotated[
        DnsLabel, Reaches("NetworkPolicy:spec.ingress.*.namespaceSelector.matchLabels.kubernetes.io/metadata.name")
    ] = "monitoring"
    """Namespace from which Prometheus may call."""


class Tracing(Settings):
    """Traces, sent to a collector."""

    endpoint: Annotated[
        HttpUrl,
        Reaches(
            environment_variable("OBSERVABILITY_ENDPOINT"),
            environment_variable("OTEL_ENDPOINT"),
            config("observability.endpoint"),
            "NetworkPolicy:spec.egress.*",
            original="observability_endpoint",
        ),
    ] = "http://jaeger:14268/api/traces"
    """Where traces go; its host and port get an egress rule."""

    sampling_ratio: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        Reaches(
            environment_variable("SAMPLING_RATIO"), config("observability.samplingRatio"), original="sampling_ratio"
        ),
    ] = 1.0
    """Share of requests that are traced."""


class Observability(Settings):
    """Metrics and traces; at least one of them."""

    metrics: Annotated[
        Metrics | None,
        Reaches(
            environment_variable("ENABLE_METRICS"),
            config("observability.metrics"),
            "ServiceMonitor:*",
            original="enable_metrics",
        ),
    ] = Metrics()
    """Metrics, or none."""

    tracing: Annotated[
        Tracing | None,
        Reaches(
            environment_variable("ENABLE_TRACING"),
            config("observability.tracing"),
            "NetworkPolicy:spec.egress.*",
            original="enable_tracing",
        ),
    ] = Tracing()
    """Traces, or none."""

    def relations(self) -> Iterator[Problem]:
        """Observability without anything to observe is `None`."""
        if self.metrics is None and self.tracing is None:
            yield Problem(
                field="tracing",
                value=None,
                allowed="metrics or tracing; or `observability=None` at the environment",
                reason="a section that says nothing would be a setting without effect",
            )
