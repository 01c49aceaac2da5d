"""Every public host is covered by the certificate that is used for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import (
    AcmCertificate,
    IssuedCertificate,
    acm_certificates,
    issued_certificates,
    used,
)
from kgc_constructs.checks.model.exposures import ROUTES, Exposure, alb_arns, exposures, is_alb, tls_hosts
from kgc_constructs.checks.model.host_names import Certified
from kgc_constructs.checks.model.listing import few
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import AcmTls, CertManagerTls, Environment

__all__ = ["RULES", "check"]

HOST = Rule(
    id="certificate-host-uncovered",
    title="Every public host is a name of the certificate that is used for it.",
    why="clients refuse the connection: a wildcard stands for one label, and not for its own domain",
    source="https://www.rfc-editor.org/rfc/rfc9525#section-6.3",
    settings=("exposure.host", "certificate.domain", "certificate.alternative_names"),
)
RULES = (HOST,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Hosts of the cluster, then those of Terraform; a certificate that is not rendered here is not judged."""
    for exposure in exposures(rendered):
        if environment is not None and isinstance(environment.tls, CertManagerTls):
            yield from _uncovered(
                exposure, exposure.hosts, rendered.once(_of_cert_manager), "dnsNames of a Certificate"
            )
        elif _found_by_host(exposure, environment):
            hosts = exposure.hosts if environment else exposure.hosts & tls_hosts(exposure.document)
            yield from _uncovered(exposure, hosts, rendered.once(_of_acm))
        else:
            yield from _in_secrets(rendered, exposure)
    named = {(each.resource.stack, each.resource.name): each for each in acm_certificates(rendered)}
    for user in certificate_users(rendered):
        behind = used(user.resource.content, user.arn)
        certificate = named.get((user.resource.stack, behind[0])) if behind else None
        for host in user.hosts if certificate and certificate.names else ():
            if certificate and not certificate.certified.covers(host):
                yield HOST.in_stack(user.resource.stack, user.resource.where, host, few(certificate.names))


def _found_by_host(exposure: Exposure, environment: Environment | None) -> bool:
    """Whether a load balancer takes the certificate of ACM that fits the host."""
    if environment is not None:
        return isinstance(environment.tls, AcmTls) and not alb_arns(exposure)
    return is_alb(exposure) and not alb_arns(exposure)


def _in_secrets(rendered: Rendered, exposure: Exposure) -> Iterator[Finding]:
    """Hosts against what cert-manager writes to the secrets that are named for them."""
    pairs = [*exposure.secrets, *_of_gateways(rendered, exposure)]
    issued = rendered.once(_issued_by_secret)
    known = [(hosts, issued[key]) for hosts, secret in pairs if (key := (exposure.namespace, secret)) in issued]
    serving: dict[str, list[IssuedCertificate]] = {}
    for hosts, certificate in known:
        for host in hosts:
            serving.setdefault(host, []).append(certificate)
    for hosts, certificate in known:
        for host in sorted(hosts - {"*"}):
            others = (*serving[host], *serving.get("*", ()))
            if not any(each.certified.covers(host) for each in (certificate, *others)):
                allowed = few(certificate.names) or "dnsNames of the Certificate"
                yield HOST.in_object(exposure.document, exposure.path, host, allowed)


def _issued_by_secret(rendered: Rendered) -> dict[tuple[str, str], IssuedCertificate]:
    return {(each.namespace, each.secret): each for each in issued_certificates(rendered)}


def _of_gateways(rendered: Rendered, exposure: Exposure) -> Iterator[tuple[frozenset[str], str]]:
    """For a route, the secrets of the Gateway's listeners in its own namespace."""
    if exposure.document.get("kind") not in ROUTES:
        return
    for parent in mappings(at(exposure.document, "spec.parentRefs")):
        if str(parent.get("namespace") or exposure.namespace) == exposure.namespace:
            section = parent.get("sectionName")
            for listener in rendered.once(_listeners).get((exposure.namespace, str(parent.get("name"))), ()):
                for _, secret in listener.secrets if section is None or f".{section}." in listener.path else ():
                    yield exposure.hosts, secret


def _listeners(rendered: Rendered) -> dict[tuple[str, str], list[Exposure]]:
    """By the namespace and name of their Gateway."""
    found: dict[tuple[str, str], list[Exposure]] = {}
    for each in exposures(rendered):
        if each.document.get("kind") == "Gateway":
            found.setdefault((each.namespace, name_of(each.document)), []).append(each)
    return found


class _All:
    """All certificates of one kind, of which whoever serves a host takes one that fits."""

    def __init__(self, certificates: Sequence[AcmCertificate | IssuedCertificate]) -> None:
        self.any = bool(certificates)
        self.certified = Certified(name for each in certificates for name in each.names)
        self.listed = few((few(each.names) for each in certificates), " or ")


def _of_acm(rendered: Rendered) -> _All:
    return _All(acm_certificates(rendered))


def _of_cert_manager(rendered: Rendered) -> _All:
    return _All([each for each in issued_certificates(rendered) if each.names])


def _uncovered(exposure: Exposure, hosts: frozenset[str], known: _All, fallback: str = "") -> Iterator[Finding]:
    """Hosts that no certificate covers; without any certificate only where there must be one."""
    for host in sorted(hosts) if known.any or fallback else ():
        if not known.certified.covers(host):
            yield HOST.in_object(exposure.document, exposure.path, host, known.listed or fallback)
