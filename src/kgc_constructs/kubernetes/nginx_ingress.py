"""The Ingress for ingress-nginx, which its maintainers ended in March 2026: kept for clusters that still run it."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.ingress import ingress
from kgc_constructs.settings import CertManagerTls, Environment, SecretTls
from kgc_constructs.settings import NginxIngress as NginxIngressSettings

__all__ = ["NginxIngress"]

_PREFIX = "nginx.ingress.kubernetes.io/"


class NginxIngress(Construct):
    """Redirects to https when there is a certificate; rewrites no path and carries no configuration snippet."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        nginx = chosen(settings.exposure, NginxIngressSettings, "exposure")
        annotations = {
            _PREFIX + "backend-protocol": settings.probe_request.scheme,
            _PREFIX + "ssl-redirect": "true" if settings.tls else "false",
        }
        secret = settings.tls.secret_name if isinstance(settings.tls, CertManagerTls | SecretTls) else None
        self.api_object = ingress(self, settings, class_name=nginx.class_name, annotations=annotations, secret=secret)
