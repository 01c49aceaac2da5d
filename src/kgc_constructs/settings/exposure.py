"""How the outside reaches the sidecar, and where its TLS certificate comes from: two typed choices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import Arn, Cidr, DnsLabel, DnsName
from kgc_constructs.settings.reaches import Reaches

__all__ = [
    "AcmTls", "AlbIngress", "CertManagerTls", "Exposure", "GatewayRoute", "NginxIngress", "SecretTls", "Tls",
]  # fmt: skip

Host = Annotated[
    DnsName | None,
    Reaches("Ingress|HTTPRoute:*", "outputs:ingress_host", original="ingress_host"),
]


class NginxIngress(Settings):
    """An Ingress for ingress-nginx. Its maintainers ended it in March 2026: prefer one of the other two."""

    kind: Literal["nginx"] = "nginx"
    """The choice."""

    host: Host = None
    """Public host name; none means the certificate's domain, or else NAMESPACE.local."""

    class_name: Annotated[DnsName, Reaches("Ingress:spec.ingressClassName", original="ingress_class")] = "nginx"
    """IngressClass."""

    controller_namespace: Annotated[
        DnsLabel, Reaches("NetworkPolicy:spec.ingress.*.namespaceSelector.matchLabels.kubernetes.io/metadata.name")
    ] = "ingress-nginx"
    """Namespace from which the controller calls the pods."""


class AlbIngress(Settings):
    """An Ingress for the AWS load balancer controller, with pods as targets."""

    kind: Literal["alb"] = "alb"
    """The choice."""

    host: Host = None
    """Public host name; none means the certificate's domain, or else NAMESPACE.local."""

    class_name: Annotated[DnsName, Reaches("Ingress:spec.ingressClassName", original="ingress_class")] = "alb"
    """IngressClass."""

    scheme: Annotated[
        Literal["internal", "internet-facing"],
        Reaches("Ingress:metadata.annotations.alb.ingress.kubernetes.io/scheme"),
    ] = "internal"
    """Whether the load balancer has public addresses."""

    source_cidrs: Annotated[
        tuple[Cidr, ...],
        Field(min_length=1),
        Reaches("NetworkPolicy:spec.ingress.*"),
    ] = ("10.0.0.0/8",)
    """Networks of the load balancer: it calls the pods from its own subnets."""


class GatewayRoute(Settings):
    """A Gateway API HTTPRoute, attached to a Gateway that the platform owns."""

    kind: Literal["gateway"] = "gateway"
    """The choice."""

    host: Host = None
    """Public host name; none means the certificate's domain, or else NAMESPACE.local."""

    gateway: Annotated[DnsName, Reaches("HTTPRoute:spec.parentRefs.*.name")]
    """Name of the Gateway."""

    gateway_namespace: Annotated[
        DnsLabel,
        Reaches(
            "HTTPRoute:spec.parentRefs.*.namespace",
            "NetworkPolicy:spec.ingress.*.namespaceSelector.matchLabels.kubernetes.io/metadata.name",
        ),
    ]
    """Namespace of the Gateway; its data plane calls the pods from there."""

    section: Annotated[DnsLabel | None, Reaches("HTTPRoute:spec.parentRefs.*.sectionName")] = None
    """Listener of the Gateway; none means every listener that fits."""


Exposure = Annotated[NginxIngress | AlbIngress | GatewayRoute, Field(discriminator="kind")]


class AcmTls(Settings):
    """A certificate of ACM on the AWS load balancer."""

    kind: Literal["acm"] = "acm"
    """The choice."""

    arn: Annotated[Arn | None, Reaches("Ingress:metadata.annotations.alb.ingress.kubernetes.io/certificate-arn")] = None
    """ARN of the certificate; none lets the controller find it by host name."""


class CertManagerTls(Settings):
    """A certificate that cert-manager issues into a secret."""

    kind: Literal["cert-manager"] = "cert-manager"
    """The choice."""

    issuer: Annotated[DnsName, Reaches("Certificate:spec.issuerRef.name")]
    """Name of the issuer."""

    issuer_kind: Annotated[Literal["ClusterIssuer", "Issuer"], Reaches("Certificate:spec.issuerRef.kind")] = (
        "ClusterIssuer"
    )
    """Kind of the issuer."""

    secret_name: Annotated[
        DnsName, Reaches("Certificate:spec.secretName", "Ingress|HTTPRoute:*tls*", original="ingress_tls_secret")
    ] = "kgc-sidecar-tls"  # noqa: S105  # the name of an object
    """Secret it writes the certificate to."""


class SecretTls(Settings):
    """A certificate in a secret that exists already."""

    kind: Literal["secret"] = "secret"
    """The choice."""

    secret_name: Annotated[DnsName, Reaches("Ingress|HTTPRoute:*tls*", original="ingress_tls_secret")] = (
        "kgc-sidecar-tls"  # noqa: S105  # the name of an object
    )
    """Name of that secret, of type kubernetes.io/tls."""


Tls = Annotated[AcmTls | CertManagerTls | SecretTls, Field(discriminator="kind")]
