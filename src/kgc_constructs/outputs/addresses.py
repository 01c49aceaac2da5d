"""Where the sidecar answers: outside the cluster when it is exposed, and always at its Service."""

from __future__ import annotations

from dataclasses import dataclass

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT, ObjectNames

__all__ = ["METRICS_PATH", "Addresses"]

METRICS_PATH = "/metrics"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one environment; `public` and `metrics` are None where there is nothing to call."""

    host: str
    public: str | None
    inside: str
    metrics: str | None

    @classmethod
    def of(cls, environment: Environment) -> Addresses:
        """The addresses in `environment`."""
        names = ObjectNames.of(environment)
        service = f"{names.service}.{names.namespace}.svc"
        # A Gateway's listener holds its own certificate, so a route is reached by https without a TLS setting of ours.
        secure = environment.tls is not None or (environment.exposure and environment.exposure.kind == "gateway")
        public = f"{'https' if secure else 'http'}://{environment.host}" if environment.exposure else None
        metrics = environment.observability.metrics if environment.observability else None
        return cls(
            host=environment.host or service,
            public=public,
            inside=f"http://{service}:{HTTP_PORT}",
            metrics=f"http://{service}:{METRICS_PORT}{METRICS_PATH}" if metrics else None,
        )

    @property
    def base(self) -> str:
        """The outermost address."""
        return self.public or self.inside
