"""How the cluster finds out whether a sidecar lives, is ready and has started."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import AbsolutePath
from kgc_constructs.settings.reaches import Reaches
from kgc_constructs.settings.validation import refuse

__all__ = ["LivenessProbe", "ProbeRequest", "ReadinessProbe", "StartupProbe"]

Seconds = Annotated[int, Field(ge=1, le=3600)]


def _headers(headers: dict[str, str]) -> dict[str, str]:
    bad = sorted(name for name in headers if not name.replace("-", "").isalnum())
    if bad:
        refuse("header names of letters, digits and `-`", f"not a header name (RFC 9110): {', '.join(bad)}")
    return dict(sorted(headers.items()))


class ProbeRequest(Settings):
    """What all three probes send."""

    scheme: Annotated[
        Literal["HTTP", "HTTPS"], Reaches("Deployment:*.containers.kgc-sidecar.*Probe.httpGet.scheme")
    ] = "HTTP"
    """HTTP, unless the container itself terminates TLS."""

    headers: Annotated[
        dict[str, str],
        AfterValidator(_headers),
        Reaches("Deployment:*.containers.kgc-sidecar.*Probe.httpGet.httpHeaders.*"),
    ] = Field(default_factory=lambda: {"X-Forwarded-Proto": "https"})
    """Headers of each probe. Newer sidecars redirect plain HTTP unless this one says that TLS ended before them."""


class LivenessProbe(Settings):
    """Restarts a sidecar that no longer answers."""

    path: Annotated[AbsolutePath, Reaches("Deployment:*.livenessProbe.httpGet.path", "outputs:health_check_url")] = (
        "/health"
    )
    """`/health`; newer builds serve `/api/health/live`."""

    period_seconds: Annotated[Seconds, Reaches("Deployment:*.livenessProbe.periodSeconds")] = 10
    """Seconds between two probes."""

    timeout_seconds: Annotated[Seconds, Reaches("Deployment:*.livenessProbe.timeoutSeconds")] = 5
    """Seconds to wait for an answer."""

    failure_threshold: Annotated[int, Field(ge=1, le=100), Reaches("Deployment:*.livenessProbe.failureThreshold")] = 3
    """Failures in a row before the container is restarted."""


class ReadinessProbe(Settings):
    """Takes a sidecar out of the Service while it cannot answer."""

    path: Annotated[AbsolutePath, Reaches("Deployment:*.readinessProbe.httpGet.path", "outputs:ready_check_url")] = (
        "/ready"
    )
    """`/ready`; newer builds serve `/api/health/ready`."""

    period_seconds: Annotated[Seconds, Reaches("Deployment:*.readinessProbe.periodSeconds")] = 5
    """Seconds between two probes."""

    timeout_seconds: Annotated[Seconds, Reaches("Deployment:*.readinessProbe.timeoutSeconds")] = 3
    """Seconds to wait for an answer."""

    failure_threshold: Annotated[int, Field(ge=1, le=100), Reaches("Deployment:*.readinessProbe.failureThreshold")] = 3
    """Failures in a row before traffic stops."""


class StartupProbe(Settings):
    """Holds the other two back until the sidecar has started."""

    path: Annotated[AbsolutePath, Reaches("Deployment:*.startupProbe.httpGet.path")] = "/health"
    """`/health`; newer builds serve `/api/health/live`."""

    period_seconds: Annotated[Seconds, Reaches("Deployment:*.startupProbe.periodSeconds")] = 5
    """Seconds between two probes."""

    timeout_seconds: Annotated[Seconds, Reaches("Deployment:*.startupProbe.timeoutSeconds")] = 3
    """Seconds to wait for an answer."""

    failure_threshold: Annotated[int, Field(ge=1, le=1000), Reaches("Deployment:*.startupProbe.failureThreshold")] = 12
    """Failures in a row before the container is restarted; with the period, the time a start may take (60 s)."""
