"""The three probes of the sidecar."""

from __future__ import annotations

from kgc_constructs.kubernetes.plus import k8s, number_or_text
from kgc_constructs.kubernetes.ports import HTTP
from kgc_constructs.settings import Environment, LivenessProbe, ReadinessProbe, StartupProbe

__all__ = ["probe"]


def probe(settings: Environment, kind: LivenessProbe | ReadinessProbe | StartupProbe) -> k8s.Probe:
    """A GET on the container's HTTP port, with the scheme and headers that all probes share."""
    request = settings.probe_request
    return k8s.Probe(
        http_get=k8s.HttpGetAction(
            port=number_or_text(HTTP),
            path=kind.path,
            scheme=request.scheme,
            http_headers=[k8s.HttpHeader(name=name, value=value) for name, value in request.headers.items()] or None,
        ),
        period_seconds=kind.period_seconds,
        timeout_seconds=kind.timeout_seconds,
        failure_threshold=kind.failure_threshold,
    )
