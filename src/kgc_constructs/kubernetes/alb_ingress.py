"""The Ingress for the AWS load balancer controller: an application load balancer that calls the pods themselves.

Annotations: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
"""

from __future__ import annotations

import json

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.ingress import ingress
from kgc_constructs.settings import AcmTls, Environment
from kgc_constructs.settings import AlbIngress as AlbIngressSettings

__all__ = ["AlbIngress"]

_PREFIX = "alb.ingress.kubernetes.io/"
_HTTP, _HTTPS = {"HTTP": 80}, {"HTTPS": 443}
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"  # TLS 1.2 and 1.3 only; the default still takes 1.0


class AlbIngress(Construct):
    """One load balancer, internal unless the settings say otherwise."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        alb = chosen(settings.exposure, AlbIngressSettings, "exposure")
        annotations = {
            "scheme": alb.scheme,
            "target-type": "ip",
            "load-balancer-attributes": "routing.http.drop_invalid_header_fields.enabled=true",
            "backend-protocol": settings.probe_request.scheme,
            **_health_check(settings),
            **_listeners(settings),
        }
        self.api_object = ingress(
            self,
            settings,
            class_name=alb.class_name,
            annotations={_PREFIX + name: value for name, value in annotations.items()},
        )


def _health_check(settings: Environment) -> dict[str, str]:
    """The readiness probe's request, as far as a load balancer can send it: it sends no headers of one's own.

    A sidecar that wants `X-Forwarded-Proto` answers such a check with a redirect, so that then counts as healthy;
    whether the pod is ready is for the kubelet to find out, and only ready pods are targets.
    """
    return {
        "healthcheck-path": settings.readiness.path,
        "healthcheck-port": "traffic-port",
        "healthcheck-protocol": settings.probe_request.scheme,
        "success-codes": "200-399" if settings.probe_request.headers else "200",
    }


def _listeners(settings: Environment) -> dict[str, str]:
    """Plain HTTP only redirects once there is TLS. Without an ARN the controller finds the certificate by host name."""
    if settings.tls is None:
        return {"listen-ports": json.dumps([_HTTP])}
    arn = settings.tls.arn if isinstance(settings.tls, AcmTls) else None
    return {
        "listen-ports": json.dumps([_HTTP, _HTTPS]),
        "ssl-redirect": "443",
        "ssl-policy": _TLS_POLICY,
        **({"certificate-arn": arn} if arn else {}),
    }
