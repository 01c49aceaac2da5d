"""Hosts against certificates, each rule broken once."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.checks.model.host_names import Certified
from tests.checks.breaking import Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

INGRESS, CERTIFICATE = "Ingress/kgc-sidecar", "resource|aws_acm_certificate|Certificate"
PUBLISHED = "output|certificate_arn|value"

CASES: dict[str, tuple[str, Case]] = {
    "a certificate for another name": (
        "hosts",
        Case("certificate", f"{CERTIFICATE}|domain_name", "other.example.com", "host"),
    ),
    "another public host": (
        "exposure",
        Case(INGRESS, "spec|rules|0|host", "api.kgc.example.com", "=Ingress/kgc-sidecar: spec"),
    ),
    "a host that no certificate covers": (
        "hosts",
        Case(INGRESS, "spec|rules|0|host", "other.example.com", "=Ingress/kgc-sidecar: spec.rules.host"),
    ),
    "any host": ("exposure", Case(INGRESS, "spec|rules|0|host", ABSENT, "Ingress/kgc-sidecar: spec")),
    "an ARN that nobody gave": (
        "load_balancer",
        Case(INGRESS, "metadata|annotations|alb.ingress.kubernetes.io/certificate-arn", "arn:x", "certificate-arn"),
    ),
    "no listener for it": (
        "load_balancer",
        Case(INGRESS, "metadata|annotations|alb.ingress.kubernetes.io/listen-ports", '[{"HTTP": 80}]', "listen-ports"),
    ),
    "no listener at all": (
        "load_balancer",
        Case(INGRESS, "metadata|annotations|alb.ingress.kubernetes.io/listen-ports", ABSENT, "listen-ports"),
    ),
    "a host without TLS": ("exposure", Case(INGRESS, "spec|tls", [], "spec.tls.hosts")),
    "TLS for another host": ("exposure", Case(INGRESS, "spec|tls|0|hosts", ["other.example.com"], "spec.tls.hosts")),
    "the ARN of what is not validated": (
        "validation",
        Case("certificate", PUBLISHED, "${aws_acm_certificate.Certificate.arn}", "output.certificate_arn"),
    ),
    "no ARN": ("validation", Case("certificate", "output|certificate_arn", ABSENT, "output.certificate_arn")),
    "silence taken for health": (
        "expiry",
        Case("certificate", "resource|aws_cloudwatch_metric_alarm|Alarm|treat_missing_data", "notBreaching", "Alarm"),
    ),
    "silence not judged": (
        "expiry",
        Case(
            "certificate", "resource|aws_cloudwatch_metric_alarm|Alarm|treat_missing_data", ABSENT, "treat_missing_data"
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_rule_is_held(case: str) -> None:
    assert_reported(*CASES[case])


@pytest.mark.parametrize(
    ("names", "host", "valid"),
    [
        ({"kgc.example.com"}, "kgc.example.com", True),
        ({"*.example.com"}, "kgc.example.com", True),
        ({"*.example.com"}, "api.kgc.example.com", False),
        ({"*.example.com"}, "example.com", False),
        ({"example.com"}, "kgc.example.com", False),
        ({"*.kgc.example.com", "kgc.example.com"}, "kgc.example.com", True),
        ({"*.xample.com"}, "kgc.example.com", False),
    ],
)
def test_a_wildcard_stands_for_one_label(names: set[str], host: str, valid: bool) -> None:
    assert Certified(names).covers(host) is valid


ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0"


def test_a_given_certificate_is_the_one_that_is_used() -> None:
    environment = ENVIRONMENT.evolve(tls={"arn": ARN})
    annotation = "metadata|annotations|alb.ingress.kubernetes.io/certificate-arn"
    given = changed(INGRESS, annotation, ARN)
    assert_reported("load_balancer", Case(INGRESS, annotation, "arn:x", "certificate-arn"), environment, given)
    assert_reported("load_balancer", Case(INGRESS, annotation, ABSENT, "certificate-arn"), environment, given)


def test_the_names_of_a_given_certificate_are_not_known_here() -> None:
    environment = ENVIRONMENT.evolve(tls={"arn": ARN})
    given = changed(INGRESS, "metadata|annotations|alb.ingress.kubernetes.io/certificate-arn", ARN)
    given = changed("certificate", f"{CERTIFICATE}|domain_name", "for.cloudfront.example.com", given)
    given = changed("certificate", f"{CERTIFICATE}|subject_alternative_names", [], given)
    assert list(CHECKS["hosts"](given, environment)) == []


def test_further_names_of_the_certificate_count() -> None:
    wild = changed("certificate", f"{CERTIFICATE}|domain_name", "other.example.com")
    wild = changed("certificate", f"{CERTIFICATE}|subject_alternative_names", ["*.example.com"], wild)
    assert list(CHECKS["hosts"](wild, ENVIRONMENT)) == []


ISSUED = ENVIRONMENT.evolve(
    exposure={"kind": "nginx", "host": "kgc.example.com"},
    tls={"kind": "cert-manager", "issuer": "letsencrypt"},
    certificate=None,
)


def issued() -> Rendered:
    certificate = {
        "kind": "Certificate",
        "metadata": {"name": "kgc-sidecar"},
        "spec": {"secretName": "kgc-sidecar-tls", "dnsNames": ["kgc.example.com"]},
    }
    rendered = changed(INGRESS, "spec|tls|0|secretName", "kgc-sidecar-tls")
    return Rendered((*rendered.kubernetes, certificate))


@pytest.mark.parametrize(
    ("check", "path", "value"),
    [
        ("hosts", "spec|dnsNames", ["other.example.com"]),
        ("hosts", "spec|dnsNames", ABSENT),
        ("exposure", "spec|secretName", "other"),
    ],
)
def test_an_issued_certificate_is_for_the_host_and_its_secret(check: str, path: str, value: Any) -> None:
    assert_reported(check, Case("Certificate/kgc-sidecar", path, value, INGRESS), ISSUED, issued())


def test_a_certificate_in_an_existing_secret_is_not_looked_for() -> None:
    environment = ISSUED.evolve(tls={"kind": "secret"})
    rendered = changed(INGRESS, "spec|tls|0|secretName", "kgc-sidecar-tls")
    assert list(CHECKS["hosts"](rendered, environment)) == []


def test_plain_http_needs_no_hosts_under_tls() -> None:
    environment = ISSUED.evolve(environment="dev", tls=None)
    assert list(CHECKS["exposure"](changed(INGRESS, "spec|tls", ABSENT), environment)) == []


def test_a_route_needs_a_certificate_too() -> None:
    gateway = {"kind": "gateway", "host": "kgc.example.com", "gateway": "public", "gateway_namespace": "gateways"}
    environment = ISSUED.evolve(exposure=gateway)
    route = {"kind": "HTTPRoute", "metadata": {"name": "r"}, "spec": {"hostnames": ["kgc.example.com"]}}
    objects = [each for each in issued().kubernetes if each["kind"] != "Ingress"]
    rendered = Rendered((*objects, route))
    case = Case("HTTPRoute/r", "spec|hostnames", ["other.example.com"], "HTTPRoute/r")
    assert_reported("hosts", case, environment, rendered)
    anyone = Case("HTTPRoute/r", "spec|hostnames", ABSENT, "=HTTPRoute/r: spec")
    assert_reported("exposure", anyone, environment, rendered)


def test_without_the_stack_the_certificate_is_not_judged() -> None:
    assert list(CHECKS["hosts"](Rendered(good().kubernetes), ENVIRONMENT)) == []
