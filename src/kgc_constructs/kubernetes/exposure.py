"""How the outside reaches the sidecar: the objects of the typed choices `exposure` and `tls`."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.alb_ingress import AlbIngress
from kgc_constructs.kubernetes.http_route import HttpRoute
from kgc_constructs.kubernetes.issued_certificate import CertificateGrant, IssuedCertificate
from kgc_constructs.kubernetes.nginx_ingress import NginxIngress
from kgc_constructs.settings import Environment

__all__ = ["Exposure"]


class Exposure(Construct):
    """The objects that the choices ask for, and none when the sidecar is not exposed.

    Attributes:
        ingress: With exposure `nginx` or `alb`.
        http_route: With exposure `gateway`.
        certificate: With tls `cert-manager`.
        certificate_grant: With both `gateway` and `cert-manager`.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        exposure = settings.exposure.kind if settings.exposure else None
        issued = settings.tls is not None and settings.tls.kind == "cert-manager"
        self.ingress: AlbIngress | NginxIngress | None = None
        if exposure == "nginx":
            self.ingress = NginxIngress(self, "Ingress", settings=settings)
        elif exposure == "alb":
            self.ingress = AlbIngress(self, "Ingress", settings=settings)
        gateway = exposure == "gateway"
        self.http_route = HttpRoute(self, "HttpRoute", settings=settings) if gateway else None
        self.certificate = IssuedCertificate(self, "Certificate", settings=settings) if issued else None
        self.certificate_grant = (
            CertificateGrant(self, "CertificateGrant", settings=settings) if gateway and issued else None
        )
