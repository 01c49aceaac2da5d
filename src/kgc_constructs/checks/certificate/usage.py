"""Certificates, and names on them, that something uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import (
    AcmCertificate,
    IssuedCertificate,
    acm_certificates,
    issued_certificates,
)
from kgc_constructs.checks.model.exposures import Exposure, alb_arns, exposures
from kgc_constructs.checks.model.host_names import covers
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

NAME = Rule(
    id="certificate-name-unused",
    title="Every name on a certificate is that of a public host.",
    why="whoever steals the key can also pose as hosts that nobody asked it for",
    source="https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html",
    settings=("certificate.alternative_names",),
    severity=Severity.WARNING,
)
ATTACHED = Rule(
    id="certificate-unattached",
    title="A certificate of ACM is used by a load balancer, by CloudFront or by an API.",
    why="AWS renews only certificates that something uses",
    source="https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
    settings=("tls", "exposure", "certificate.domain"),
)
RULES = (NAME, ATTACHED)

_ABOUT = re.compile(
    r"aws_(acm_certificate|route53_record|cloudwatch_|sns_|kms_)"
)  # what speaks of it, but serves nobody


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Certificates of ACM, then those of cert-manager; one for CloudFront is used by a stack that is not ours."""
    public = list(exposures(rendered))
    hosts = {host for each in public for host in each.hosts - {"*"}}
    hosts |= {host for each in certificate_users(rendered) for host in each.hosts}
    elsewhere = environment is not None and environment.certificate is not None and environment.certificate.cloudfront
    for certificate in acm_certificates(rendered) if not elsewhere else ():
        resource = certificate.resource
        if any(covers(certificate.names, host) for host in hosts):
            for name in _unused(certificate.names, hosts):
                yield NAME.in_stack(resource.stack, resource.where, name, ", ".join(sorted(hosts)))
        if certificate.names and not _attached(certificate, public) and (public or not _published(certificate)):
            yield ATTACHED.in_stack(
                resource.stack, resource.where, list(certificate.names), "a user of its ARN or names"
            )
    for issued in issued_certificates(rendered):
        users = [each for each in public if _uses(each, issued)]
        answered = {host for each in users for host in each.hosts} - {"*"}
        for name in (
            _unused(issued.names, answered) if answered and all("*" not in each.hosts for each in users) else ()
        ):
            yield NAME.in_object(issued.document, "spec.dnsNames", name, ", ".join(sorted(answered)))


def _uses(exposure: Exposure, issued: IssuedCertificate) -> bool:
    near = exposure.namespace == str(at(issued.document, "metadata.namespace") or "")
    return near and any(secret == issued.secret for _, secret in exposure.secrets)


def _unused(names: tuple[str, ...], hosts: set[str]) -> list[str]:
    return [name for name in names if not any(covers([name], host) for host in hosts)]


def _attached(certificate: AcmCertificate, public: list[Exposure]) -> bool:
    """Whether something refers to it, or a load balancer finds it by host; ARNs in annotations may be anybody's."""
    resource = certificate.resource
    mentions = re.compile(rf"\baws_acm_certificate(_validation)?\.(?:{'|'.join(map(re.escape, _own(certificate)))})\b")
    for kind, named in mapping(resource.content.get("resource")).items():
        if not _ABOUT.match(kind) and any(mentions.search(text) for _, text in texts_of(named)):
            return True
    return any(alb_arns(each) or any(covers(certificate.names, host) for host in each.hosts - {"*"}) for each in public)


def _own(certificate: AcmCertificate) -> list[str]:
    """Names of the certificate's resource and of its validations."""
    name = certificate.resource.name
    validations = mapping(at(certificate.resource.content, "resource.aws_acm_certificate_validation"))
    return [name, *(key for key, each in validations.items() if f"aws_acm_certificate.{name}." in str(each))]


def _published(certificate: AcmCertificate) -> bool:
    """Whether the stack tells somebody else its ARN."""
    return any(f".{name}." in str(certificate.resource.content.get("output")) for name in _own(certificate))
