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
    validations_of,
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

_MENTION = re.compile(r"\baws_acm_certificate(?:_validation)?\.([A-Za-z0-9_-]+)")
_MEMBER = re.compile(r"\.([A-Za-z0-9_-]+)(?=\.)")
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
        attached = _attached(rendered, certificate, public) or (not public and _published(rendered, certificate))
        if certificate.names and not attached:
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


def _attached(rendered: Rendered, certificate: AcmCertificate, public: list[Exposure]) -> bool:
    """Whether something refers to it, or a load balancer finds it by host; ARNs in annotations may be anybody's."""
    if not rendered.once(_mentioned)[certificate.resource.stack].isdisjoint(_own(rendered, certificate)):
        return True
    return any(alb_arns(each) or any(covers(certificate.names, host) for host in each.hosts - {"*"}) for each in public)


def _mentioned(rendered: Rendered) -> dict[str, set[str]]:
    """Names of the certificates and validations that something in each stack refers to."""
    return {
        stack: {
            name
            for kind, named in mapping(content.get("resource")).items()
            if not _ABOUT.match(kind)
            for _, text in texts_of(named)
            for name in _MENTION.findall(text)
        }
        for stack, content in rendered.terraform.items()
    }


def _own(rendered: Rendered, certificate: AcmCertificate) -> list[str]:
    """Names of the certificate's resource and of its validations."""
    resource = certificate.resource
    return [resource.name, *(each.name for each in validations_of(rendered, resource))]


def _published(rendered: Rendered, certificate: AcmCertificate) -> bool:
    """Whether the stack tells somebody else its ARN."""
    return not rendered.once(_told)[certificate.resource.stack].isdisjoint(_own(rendered, certificate))


def _told(rendered: Rendered) -> dict[str, set[str]]:
    return {stack: set(_MEMBER.findall(str(content.get("output")))) for stack, content in rendered.terraform.items()}
