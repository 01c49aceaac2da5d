"""The public host leads somewhere, and over TLS with the certificate that is meant."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.certificates import issued_certificates
from kgc_constructs.checks.model.exposures import exposures, tls_hosts
from kgc_constructs.checks.model.host_names import ascii_name
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import CertManagerTls, Environment

__all__ = ["RULES", "check"]

_INGRESS = "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"

_REDIRECT = "nginx.ingress.kubernetes.io/ssl-redirect"

PUBLIC = Rule(
    id="certificate-public-host-missing",
    title="The public host of the settings is one that the Ingress or the route answers to.",
    why="the public name leads nowhere",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules",
    settings=("exposure.host", "certificate.domain"),
)
TLS = Rule(
    id="certificate-tls-host-missing",
    title="An Ingress that has certificates, or forgoes the redirect to https, names each of its hosts under tls.",
    why="the controller would answer in plain text, or with a certificate of its own",
    source=_INGRESS,
    settings=("tls",),
)
SECRET = Rule(
    id="certificate-secret-unknown",
    title="The secret that an Ingress reads is the one that cert-manager writes its certificate to.",
    why="cert-manager writes to another secret",
    source="https://cert-manager.io/docs/usage/certificate/",
    settings=("tls.secret_name",),
)
RULES = (PUBLIC, TLS, SECRET)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every Ingress and route; Gateways belong to the platform."""
    for exposure in exposures(rendered):
        document, kind = exposure.document, exposure.document.get("kind")
        host = environment.host if environment else None
        if host and kind != "Gateway" and ascii_name(host) not in map(ascii_name, exposure.hosts):
            yield PUBLIC.in_object(document, "spec", sorted(exposure.hosts), host)
        if kind != "Ingress":
            continue
        named = tls_hosts(document)
        plain = exposure.annotations.get(_REDIRECT) == "false"
        expected = environment.tls is not None if environment else plain or bool(named)
        known = {ascii_name(each) for each in named}
        for each in sorted(exposure.hosts) if expected else ():
            if ascii_name(each) not in known and f"*.{ascii_name(each).partition('.')[2]}" not in known:
                yield TLS.in_object(document, "spec.tls.hosts", sorted(named), each)
        if environment is not None and isinstance(environment.tls, CertManagerTls):
            made = {each.secret for each in issued_certificates(rendered)}
            for tls in mappings(at(document, "spec.tls")):
                if str(tls.get("secretName")) not in made:
                    yield SECRET.in_object(
                        document,
                        "spec.tls.secretName",
                        tls.get("secretName"),
                        ", ".join(sorted(made)) or "a Certificate",
                    )
