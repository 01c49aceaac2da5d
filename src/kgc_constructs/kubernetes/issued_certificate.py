"""The certificate that cert-manager issues, and the permission for a Gateway in another namespace to read it."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.custom_resource import custom_resource
from kgc_constructs.settings import CertManagerTls, Environment, GatewayRoute
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["CertificateGrant", "IssuedCertificate"]


class IssuedCertificate(Construct):
    """A certificate for the public host name, with a new key at each renewal."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        tls = chosen(settings.tls, CertManagerTls, "tls")
        self.api_object = custom_resource(
            self,
            settings,
            api_version="cert-manager.io/v1",
            kind="Certificate",
            name=ObjectNames.of(settings).exposure,
            spec={
                "secretName": tls.secret_name,
                "dnsNames": [settings.host],
                "issuerRef": {"group": "cert-manager.io", "kind": tls.issuer_kind, "name": tls.issuer},
                "privateKey": {"algorithm": "ECDSA", "size": 256, "encoding": "PKCS8", "rotationPolicy": "Always"},
                "usages": ["digital signature", "server auth"],  # an ECDSA key encrypts no other key
                "revisionHistoryLimit": 1,
            },
        )


class CertificateGrant(Construct):
    """Lets Gateways of the platform's namespace, and nobody else, name the certificate's secret in a listener."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        route = chosen(settings.exposure, GatewayRoute, "exposure")
        tls = chosen(settings.tls, CertManagerTls, "tls")
        group = "gateway.networking.k8s.io"
        self.api_object = custom_resource(
            self,
            settings,
            api_version=f"{group}/v1beta1",
            kind="ReferenceGrant",
            name=ObjectNames.of(settings).exposure,
            spec={
                "from": [{"group": group, "kind": "Gateway", "namespace": route.gateway_namespace}],
                "to": [{"group": "", "kind": "Secret", "name": tls.secret_name}],
            },
        )
