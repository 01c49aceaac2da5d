"""Certificates, and names on them, that something uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import (
    AcmCertificate,
    acm_certificates,
    issued_certificates,
    validations_of,
)
from kgc_constructs.checks.model.exposures import Exposure, alb_arns, exposures
from kgc_constructs.checks.model.host_names import Hosts
from kgc_constructs.checks.model.listing import few
from kgc_constructs.checks.model.reading import mapping
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
    reached = {host for each in public for host in each.hosts - {"*"}}
    hosts = reached | {host for each in certificate_users(rendered) for host in each.hosts}
    answering, by_load_balancer, any_arn = Hosts(hosts), Hosts(reached), any(map(alb_arns, public))
    elsewhere = environment is not None and environment.certificate is not None and environment.certificate.cloudfront
    for certificate in acm_certificates(rendered) if not elsewhere else ():
        resource = certificate.resource
        unused = _unused(certificate.names, answering)
        for name in unused if len(unused) < len(certificate.names) else ():
            yield NAME.in_stack(resource.stack, resource.where, name, few(sorted(hosts)))
        attached = (
            any_arn  # which may be anybody's
            or any(map(by_load_balancer.use, certificate.names))
            or _mentions(rendered, certificate)
            or (not public and _published(rendered, certificate))
        )
        if certificate.names and not attached:
            yield ATTACHED.in_stack(
                resource.stack, resource.where, list(certificate.names), "a user of its ARN or names"
            )
    by_secret = _by_secret(public)
    for issued in issued_certificates(rendered):
        users = by_secret.get((issued.namespace, issued.secret))
        if users and users.answered and not users.any_host:
            for name in _unused(issued.names, users.hosts):
                yield NAME.in_object(issued.document, "spec.dnsNames", name, few(sorted(users.answered)))


class _Users:
    """What reads one secret."""

    def __init__(self, exposures: Sequence[Exposure]) -> None:
        names = {host for each in exposures for host in each.hosts}
        self.any_host = "*" in names
        self.answered = names - {"*"}
        self.hosts = Hosts(self.answered)


def _by_secret(public: Sequence[Exposure]) -> dict[tuple[str, str], _Users]:
    """By namespace and name; many secrets may be read by the same objects."""
    readers: dict[tuple[str, str], dict[int, Exposure]] = {}
    for each in public:
        for _, secret in each.secrets:
            readers.setdefault((each.namespace, secret), {})[id(each)] = each
    users: dict[tuple[int, ...], _Users] = {}
    for own in readers.values():
        if tuple(own) not in users:
            users[tuple(own)] = _Users(list(own.values()))
    return {secret: users[tuple(own)] for secret, own in readers.items()}


def _unused(names: tuple[str, ...], hosts: Hosts) -> list[str]:
    return [name for name in names if not hosts.use(name)]


def _mentions(rendered: Rendered, certificate: AcmCertificate) -> bool:
    """Whether something in its stack refers to it."""
    return not rendered.once(_mentioned)[certificate.resource.stack].isdisjoint(_own(rendered, certificate))


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
