"""Every public host is covered by the certificate that is used for it."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import acm_certificates, issued_certificates, used
from kgc_constructs.checks.model.exposures import ROUTES, Exposure, alb_arns, exposures, is_alb, tls_hosts
from kgc_constructs.checks.model.host_names import covers
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Rendered
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
            names = [each.names for each in issued_certificates(rendered) if each.names]
            yield from _uncovered(exposure, exposure.hosts, names, ("dnsNames of a Certificate",))
        elif _found_by_host(exposure, environment):
            hosts = exposure.hosts if environment else exposure.hosts & tls_hosts(exposure.document)
            yield from _uncovered(exposure, hosts, [each.names for each in acm_certificates(rendered)])
        else:
            yield from _in_secrets(rendered, exposure)
    for user in certificate_users(rendered):
        behind = used(user.resource.content, user.arn)
        for certificate in acm_certificates(rendered):
            if behind and (certificate.resource.stack, certificate.resource.name) == (user.resource.stack, behind[0]):
                for host in user.hosts:
                    if certificate.names and not covers(certificate.names, host):
                        allowed = ", ".join(certificate.names)
                        yield HOST.in_stack(user.resource.stack, user.resource.where, host, allowed)


def _found_by_host(exposure: Exposure, environment: Environment | None) -> bool:
    """Whether a load balancer takes the certificate of ACM that fits the host."""
    if environment is not None:
        return isinstance(environment.tls, AcmTls) and not alb_arns(exposure)
    return is_alb(exposure) and not alb_arns(exposure)


def _in_secrets(rendered: Rendered, exposure: Exposure) -> Iterator[Finding]:
    """Hosts against what cert-manager writes to the secrets that are named for them."""
    pairs = [*exposure.secrets, *_of_gateways(rendered, exposure)]
    issued = {each.secret: each for each in issued_certificates(rendered, exposure.namespace)}
    for hosts, secret in pairs:
        certificate = issued.get(secret)
        for host in sorted(hosts - {"*"}) if certificate else ():
            others = [issued[other] for named, other in pairs if other in issued and named & {host, "*"}]
            if certificate and not any(covers(each.names, host, each.addresses) for each in (certificate, *others)):
                allowed = ", ".join(certificate.names) or "dnsNames of the Certificate"
                yield HOST.in_object(exposure.document, exposure.path, host, allowed)


def _of_gateways(rendered: Rendered, exposure: Exposure) -> Iterator[tuple[frozenset[str], str]]:
    """For a route, the secrets of the Gateway's listeners in its own namespace."""
    if exposure.document.get("kind") not in ROUTES:
        return
    for parent in mappings(at(exposure.document, "spec.parentRefs")):
        for gateway in exposures(rendered):
            same = str(parent.get("namespace") or exposure.namespace) == gateway.namespace == exposure.namespace
            named = at(gateway.document, "metadata.name") == parent.get("name")
            section = parent.get("sectionName")
            if gateway.document.get("kind") == "Gateway" and same and named:
                for _, secret in gateway.secrets if section is None or f".{section}." in gateway.path else ():
                    yield exposure.hosts, secret


def _uncovered(
    exposure: Exposure, hosts: frozenset[str], certificates: list[tuple[str, ...]], fallback: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Hosts that none of the certificates covers; without any certificate only where there must be one."""
    for host in sorted(hosts) if certificates or fallback else ():
        if not any(covers(names, host) for names in certificates):
            allowed = " or ".join(", ".join(names) for names in certificates or [fallback])
            yield HOST.in_object(exposure.document, exposure.path, host, allowed)
