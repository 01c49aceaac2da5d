"""Certificates: every public host is covered, what is published is valid, and its end is heard of."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_object, in_stack
from kgc_constructs.errors import Problem
from kgc_constructs.settings import AcmTls, CertManagerTls, Environment

__all__ = ["check"]

_ALB = "alb.ingress.kubernetes.io/"
_VALIDATED = "${aws_acm_certificate_validation."


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Problem]:
    """Hosts against certificates; the stack's output and alarms by themselves."""
    yield from _stack(rendered)
    if environment is None:
        return
    for document, hosts in _exposed(rendered):
        if environment.host and environment.host not in hosts:
            yield in_object(document, "spec", sorted(hosts), environment.host, "the public name leads nowhere")
        if isinstance(environment.tls, AcmTls):
            yield from _acm(rendered, environment.tls, document, hosts)
        elif isinstance(environment.tls, CertManagerTls):
            yield from _issued(rendered, document, hosts)
        if document["kind"] == "Ingress" and environment.tls:
            named = {host for tls in mappings(at(document, "spec.tls")) for host in tls.get("hosts") or ()}
            for host in sorted(hosts - named):
                reason = "the controller would answer in plain text, or with a certificate of its own"
                yield in_object(document, "spec.tls.hosts", sorted(named), host, reason)


def covers(names: set[str], host: str) -> bool:
    """Whether a certificate for `names` is valid for `host`; a wildcard stands for exactly one label (RFC 6125)."""
    return host in names or f"*.{host.partition('.')[2]}" in names


def _exposed(rendered: Rendered) -> Iterator[tuple[Document, set[str]]]:
    for ingress in rendered.of_kind("Ingress"):
        yield ingress, {str(rule.get("host", "*")) for rule in mappings(at(ingress, "spec.rules"))}
    for route in rendered.of_kind("HTTPRoute"):
        yield route, {str(host) for host in at(route, "spec.hostnames") or ["*"]}


def _acm(rendered: Rendered, tls: AcmTls, document: Document, hosts: set[str]) -> Iterator[Problem]:
    annotations = mapping(at(document, "metadata.annotations"))
    arn = annotations.get(f"{_ALB}certificate-arn")
    if arn != tls.arn:
        reason = "the load balancer would use another certificate than the settings say"
        yield in_object(document, f"metadata.annotations.{_ALB}certificate-arn", arn, str(tls.arn), reason)
    listeners = annotations.get(f"{_ALB}listen-ports")
    if '"HTTPS"' not in str(listeners):
        path = f"metadata.annotations.{_ALB}listen-ports"
        yield in_object(document, path, listeners, "a listener for HTTPS", "the certificate would not be used")
    if arn or "certificate" not in rendered.terraform:
        return
    certificates = [
        {str(each.value("domain_name")), *map(str, each.value("subject_alternative_names") or ())}
        for each in rendered.resources("aws_acm_certificate")
    ]
    for host in sorted(hosts):
        if not any(covers(names, host) for names in certificates):
            allowed = " or ".join(", ".join(sorted(names)) for names in certificates)
            yield in_object(document, "spec.rules.host", host, allowed, "no rendered certificate is valid for it")


def _issued(rendered: Rendered, document: Document, hosts: set[str]) -> Iterator[Problem]:
    made = {
        str(at(each, "spec.secretName")): set(map(str, at(each, "spec.dnsNames") or ()))
        for each in rendered.of_kind("Certificate")
    }
    for host in sorted(hosts):
        if not any(covers(names, host) for names in made.values()):
            allowed = f"a Certificate with {host} among its dnsNames"
            yield in_object(document, "spec", sorted(made), allowed, "cert-manager would issue for other names")
    for tls in mappings(at(document, "spec.tls")):
        if tls.get("secretName") not in made:
            path, value = "spec.tls.secretName", tls.get("secretName")
            yield in_object(document, path, value, ", ".join(sorted(made)), "cert-manager writes to another secret")


def _stack(rendered: Rendered) -> Iterator[Problem]:
    stack = rendered.terraform.get("certificate")
    if stack is None:
        return
    arn = at(stack, "output.certificate_arn.value")
    if not str(arn).startswith(_VALIDATED):
        allowed = f"{_VALIDATED}….certificate_arn}}"
        yield in_stack(
            "certificate", "output.certificate_arn", arn, allowed, "only a validated certificate can be used"
        )
    for alarm in rendered.resources("aws_cloudwatch_metric_alarm"):
        where, value = f"{alarm.where}.treat_missing_data", alarm.value("treat_missing_data")
        if value != "breaching":
            yield in_stack("certificate", where, value, "breaching", "an expired certificate has no metric any more")
