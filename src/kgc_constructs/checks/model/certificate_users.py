"""Resources of AWS that use a certificate of ACM, and the hosts that they answer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.certificates import blocks, region_of
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource

__all__ = ["CLOUDFRONT_REGION", "CertificateUser", "certificate_users"]

CLOUDFRONT_REGION = "us-east-1"
"""The only region in which CloudFront, and what AWS puts behind it, looks for certificates."""

_LISTENERS = ("aws_lb_listener", "aws_alb_listener", "aws_lb_listener_certificate", "aws_alb_listener_certificate")
_DOMAINS = ("aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name")


@dataclass(frozen=True)
class CertificateUser:
    """A resource, the place in it that names the certificate, what it names, the hosts, and the region it needs."""

    resource: Resource
    path: str
    arn: Any
    hosts: tuple[str, ...]
    region: str


def certificate_users(rendered: Rendered) -> Iterator[CertificateUser]:
    """Listeners of load balancers, distributions of CloudFront, and domains of API Gateway."""
    for each in rendered.resources(*_LISTENERS):
        if each.arguments.get("certificate_arn"):
            arn = each.arguments["certificate_arn"]
            yield CertificateUser(each, f"{each.where}.certificate_arn", arn, (), region_of(each))
    for each in rendered.resources("aws_cloudfront_distribution"):
        hosts = _texts(each.value("aliases"))
        for block in blocks(each.arguments.get("viewer_certificate")):
            if block.get("acm_certificate_arn"):
                path = f"{each.where}.viewer_certificate.acm_certificate_arn"
                yield CertificateUser(each, path, block["acm_certificate_arn"], hosts, CLOUDFRONT_REGION)
    for each in rendered.resources(*_DOMAINS):
        hosts = _texts([each.value("domain_name")])
        for key in ("certificate_arn", "regional_certificate_arn"):
            region = CLOUDFRONT_REGION if key == "certificate_arn" else region_of(each)
            if each.arguments.get(key):
                yield CertificateUser(each, f"{each.where}.{key}", each.arguments[key], hosts, region)
        for block in blocks(each.arguments.get("domain_name_configuration")):
            if block.get("certificate_arn"):
                path = f"{each.where}.domain_name_configuration.certificate_arn"
                yield CertificateUser(each, path, block["certificate_arn"], hosts, region_of(each))


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in values if "${" not in str(each)) if isinstance(values, list) else ()
