"""What stacks and manifests from elsewhere say of their certificates, without any settings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kgc_constructs.checks import Rendered, certificate
from tests.checks.original import original_objects, original_stack
from tests.checks.strange import STRANGE, broken

Document = dict[str, Any]
PREFIX = "alb.ingress.kubernetes.io/"
ARN = "arn:aws:acm:{}:123456789012:certificate/0"
PROVEN, PENDING = "${aws_acm_certificate_validation.web.certificate_arn}", "${aws_acm_certificate.web.arn}"


def found(*objects: Document, stack: Document | None = None) -> set[str]:
    rendered = Rendered(objects, {} if stack is None else {"any-name": stack})
    problems = [each for part in certificate.MODULES for each in part.check(rendered, None)]
    return {each.rule.id.removeprefix("certificate-") for each in problems}


def ingress(*hosts: str, tls: list[Document] | None = None, **annotations: str) -> Document:
    return {
        "kind": "Ingress",
        "metadata": {
            "name": "web",
            "namespace": "a",
            "annotations": {
                f"alb.ingress.kubernetes.io/{key.replace('_', '-')}": annotations[key] for key in annotations
            },
        },
        "spec": {
            "rules": [{"host": host} for host in hosts],
            "tls": [{"hosts": list(hosts), "secretName": "web"}] if tls is None else tls,
        },
    }


def issued(*names: str, **spec: Any) -> Document:
    spec = {"secretName": "web", "dnsNames": list(names), **spec}
    return {"kind": "Certificate", "metadata": {"name": "c", "namespace": "a"}, "spec": spec}


def acm(*names: str, provider: str = "", **more: Any) -> Document:
    """A stack with a certificate and what proves it."""
    own = {"provider": provider} if provider else {}
    first, *others = names or ("web.example.com",)
    return {
        "provider": {"aws": [{"region": "eu-central-1"}, {"alias": "us", "region": "us-east-1"}]},
        "resource": {
            "aws_acm_certificate": {
                "web": {"domain_name": first, "subject_alternative_names": others, "validation_method": "DNS", **own}
            },
            "aws_acm_certificate_validation": {"web": {"certificate_arn": PENDING, **own}},
            **more,
        },
    }


ISSUED: dict[str, tuple[tuple[str, ...], Document, set[str]]] = {
    "the same host": (("web.example.com",), ingress("web.example.com"), set()),
    "the same host in capitals": (("web.example.com",), ingress("WEB.example.com"), set()),
    "the same host in its own script": (("xn--bcher-kva.example.com",), ingress("bücher.example.com"), set()),
    "a host of a wildcard": (("*.example.com",), ingress("web.example.com"), set()),
    "a wildcard host": (("*.example.com",), ingress("*.example.com"), set()),
    "the domain of a wildcard": (("*.example.com",), ingress("example.com"), {"host-uncovered", "name-unused"}),
    "two labels": (("*.example.com",), ingress("a.b.example.com"), {"host-uncovered", "name-unused"}),
    "a part of a label": (("w*.example.com",), ingress("web.example.com"), {"host-uncovered", "name-unused"}),
    "a wildcard within": (("a.*.example.com",), ingress("a.b.example.com"), {"host-uncovered", "name-unused"}),
    "a name that nothing answers to": (
        ("web.example.com", "old.example.com"),
        ingress("web.example.com"),
        {"name-unused"},
    ),
}


@pytest.mark.parametrize("case", ISSUED)
def test_a_secret_covers_the_hosts_that_use_it(case: str) -> None:
    names, public, seen = ISSUED[case]
    assert found(public, issued(*names)) == seen


def test_an_address_is_covered_by_an_address() -> None:
    assert "host-uncovered" in found(ingress("10.1.2.3"), issued("10.1.2.3"))
    assert "host-uncovered" not in found(ingress("10.1.2.3"), issued("web", ipAddresses=["10.1.2.3"]))


def test_what_is_not_here_is_not_judged() -> None:
    assert found(ingress("web.example.com")) == set()
    assert found(issued("web.example.com")) == set()
    assert found(ingress("web.example.com"), issued("other.example.com", secretName="other")) == set()
    elsewhere = {**issued("other.example.com"), "metadata": {"name": "c", "namespace": "b"}}
    assert found(ingress("web.example.com"), elsewhere) == set()


def test_hosts_without_tls() -> None:
    assert found(ingress("a.example.com", tls=[])) == set(), "a controller may have a certificate of its own"
    half = [{"hosts": ["a.example.com"], "secretName": "web"}]
    assert found(ingress("a.example.com", "b.example.com", tls=half)) == {"tls-host-missing"}
    plain = ingress("a.example.com", tls=[])
    plain["metadata"]["annotations"] = {"nginx.ingress.kubernetes.io/ssl-redirect": "false"}
    assert found(plain) == {"tls-host-missing"}


def test_each_tls_entry_has_a_secret_of_its_own() -> None:
    public = ingress("a.example.com", "b.example.com", tls=[entry("a"), entry("b")])
    first, second = (issued(f"{each}.example.com", secretName=each) for each in ("a", "b"))
    assert found(public, first, second) == set()
    assert "host-uncovered" in found(public, first, issued("a.example.com", secretName="b"))


def entry(name: str) -> Document:
    return {"hosts": [f"{name}.example.com"], "secretName": name}


TLS = {"certificateRefs": [{"name": "web"}]}
GATEWAY: Document = {
    "kind": "Gateway",
    "metadata": {"name": "g", "namespace": "a"},
    "spec": {
        "listeners": [{"name": "https", "hostname": "*.example.com", "tls": {"certificateRefs": [{"name": "web"}]}}]
    },
}


def route(host: str, **parent: str) -> Document:
    spec = {"hostnames": [host], "parentRefs": [{"name": "g", **parent}]}
    return {"kind": "HTTPRoute", "metadata": {"name": "r", "namespace": "a"}, "spec": spec}


def test_a_gateway_and_its_routes_use_the_secrets_of_its_listeners() -> None:
    assert found(GATEWAY, issued("*.example.com")) == set()
    assert "host-uncovered" in found(GATEWAY, issued("web.example.com"))
    assert "host-uncovered" in found(GATEWAY, route("a.b.example.com"), issued("*.example.com"))
    assert "host-uncovered" not in found(GATEWAY, route("a.example.com"), issued("*.example.com"))
    assert "host-uncovered" not in found(GATEWAY, route("a.b.example.com", sectionName="http"), issued("*.example.com"))
    assert "host-uncovered" not in found(GATEWAY, route("a.b.example.com", namespace="b"), issued("*.example.com"))


LISTENING = json.dumps([{"HTTPS": 443}])


def test_a_load_balancer_finds_a_certificate_by_host() -> None:
    public = ingress("web.example.com", tls=[{"hosts": ["web.example.com"]}], listen_ports=LISTENING)
    assert "host-uncovered" not in found(public, stack=acm())
    assert "unattached" not in found(public, stack=acm())
    assert "host-uncovered" in found(public, stack=acm("api.web.example.com"))
    assert "unattached" in found(public, stack=acm("api.web.example.com"))
    assert "host-uncovered" not in found(public), "no certificate is here"


def test_a_load_balancer_listens_for_https() -> None:
    tls = [{"hosts": ["web.example.com"]}]
    assert "listener-missing" in found(ingress("web.example.com", tls=tls, listen_ports='[{"HTTP": 80}]'))
    assert "listener-missing" in found(ingress("web.example.com", tls=tls, scheme="internal"))
    assert "listener-missing" not in found(ingress("web.example.com", tls=tls, listen_ports=LISTENING))
    arn = ARN.format("eu-central-1")
    assert "listener-missing" not in found(ingress("web.example.com", tls=tls, certificate_arn=arn))
    assert "listener-missing" not in found(ingress("web.example.com", tls=[], scheme="internal")), "plain HTTP"


def test_arns_of_one_load_balancer_are_in_one_region() -> None:
    here, there = ARN.format("eu-central-1"), ARN.format("eu-west-1")
    assert "region-wrong" in found(ingress("web.example.com", certificate_arn=f"{here}, {there}"))
    assert "region-wrong" not in found(ingress("web.example.com", certificate_arn=f"{here},{here}"))
    firewall = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/y"
    assert "region-wrong" in found(ingress("web.example.com", certificate_arn=here, wafv2_acl_arn=firewall))
    assert "region-wrong" not in found(ingress("web.example.com", certificate_arn=there, wafv2_acl_arn=firewall))
    server = "arn:aws:iam::123456789012:server-certificate/x"
    assert "region-wrong" not in found(ingress("web.example.com", certificate_arn=server, wafv2_acl_arn=firewall))


def listener(arn: str = PROVEN, **more: str) -> Document:
    return {"aws_lb_listener": {"web": {"protocol": "HTTPS", "certificate_arn": arn, **more}}}


def distribution(*aliases: str, arn: str = PROVEN) -> Document:
    body = {"aliases": list(aliases), "viewer_certificate": [{"acm_certificate_arn": arn}]}
    return {"aws_cloudfront_distribution": {"web": body}}


def api(host: str, arn: str = PROVEN) -> Document:
    body = {"domain_name": host, "domain_name_configuration": {"certificate_arn": arn}}
    return {"aws_apigatewayv2_domain_name": {"web": body}}


USERS: dict[str, tuple[Document, set[str]]] = {
    "a listener": (acm(**listener()), set()),
    "a listener of the unvalidated one": (acm(**listener(PENDING)), {"unvalidated"}),
    "a listener in another region": (acm(**listener(provider="aws.us")), {"region-wrong"}),
    "a listener of an ARN of another region": (
        acm(**listener(ARN.format("eu-west-1"))),
        {"region-wrong", "unattached"},
    ),
    "CloudFront": (acm(provider="aws.us", **distribution("web.example.com")), set()),
    "CloudFront, from another region": (acm(**distribution("web.example.com")), {"region-wrong"}),
    "CloudFront, for another host": (acm(provider="aws.us", **distribution("api.example.com")), {"host-uncovered"}),
    "CloudFront, for one of two names": (
        acm("web.example.com", "*.example.com", provider="aws.us", **distribution("web.example.com")),
        set(),
    ),
    "CloudFront, with a name too many": (
        acm("web.example.com", "a.web.example.com", provider="aws.us", **distribution("web.example.com")),
        {"name-unused"},
    ),
    "an API": (acm(**api("web.example.com")), set()),
    "an API for another host": (acm(**api("a.web.example.com")), {"host-uncovered"}),
    "nobody": (acm(), {"unattached"}),
}
ANYWAY = {"caa-missing", "events-unheard"}


@pytest.mark.parametrize("case", USERS)
def test_resources_of_aws_use_a_certificate_as_they_can(case: str) -> None:
    stack, seen = USERS[case]
    assert found(stack=stack) - ANYWAY == seen


def test_a_certificate_whose_arn_is_published_may_be_used_elsewhere() -> None:
    stack = {**acm(), "output": {"arn": {"value": PROVEN}}}
    assert found(stack=stack) - ANYWAY == set()
    assert found(ingress("other.example.com"), stack=stack) - ANYWAY == {"unattached"}
    assert found(stack={**acm(), "output": {"arn": {"value": PENDING}}}) - ANYWAY == {"unvalidated"}


def lookup(name: str, key: str) -> str:
    options = "aws_acm_certificate.web.domain_validation_options"
    return f'${{{{ for o in {options} : o.domain_name => o }}["{name}"].{key}}}'


def record(name: str, value: str = "", **more: Any) -> Document:
    return {
        "name": lookup(name, "resource_record_name"),
        "records": [lookup(value or name, "resource_record_value")],
        **more,
    }


BOTH = ("example.com", "*.example.com")
RECORDS: dict[str, tuple[Document, set[str]]] = {
    "one for both": ({"a": record("example.com")}, set()),
    "one for both, by the wildcard": ({"a": record("*.example.com")}, set()),
    "two for both": ({"a": record("example.com"), "b": record("*.example.com")}, {"validation-records"}),
    "one with the value of another": ({"a": record("example.com", "x.example.com")}, {"validation-records"}),
    "one for another": ({"a": record("x.example.com")}, {"validation-records"}),
    "a loop": ({"a": record("example.com", for_each="${toset([])}")}, {"validation-records"}),
    "one that takes over": ({"a": record("example.com", allow_overwrite=True)}, {"validation-overwrites"}),
    "none, which may be elsewhere": ({}, set()),
    "one by number": (
        {"a": {"name": "${tolist(aws_acm_certificate.web.domain_validation_options)[0].resource_record_name}"}},
        set(),
    ),
}


@pytest.mark.parametrize("case", RECORDS)
def test_each_distinct_name_has_one_record(case: str) -> None:
    records, seen = RECORDS[case]
    stack = acm(*BOTH, aws_route53_record=records, **listener())
    assert found(stack=stack) - ANYWAY == seen


def test_an_imported_certificate_is_not_asked_for_proofs() -> None:
    stack = acm(**listener(PENDING))
    stack["resource"]["aws_acm_certificate"]["web"] = {"domain_name": "web.example.com", "certificate_body": "x"}
    assert found(stack=stack) - {"events-unheard"} == set()


def alarm(days: object, **more: Any) -> Document:
    return {
        "metric_name": "DaysToExpiry",
        "comparison_operator": "LessThanThreshold",
        "threshold": days,
        "treat_missing_data": "breaching",
        "alarm_actions": ["arn:aws:sns:eu-central-1:123456789012:t"],
        **more,
    }


ALARMS: dict[str, tuple[list[Document], set[str]]] = {
    "none here": ([], set()),
    "three": ([alarm(30), alarm("14"), alarm(7.0)], set()),
    "three others": ([alarm(45), alarm(20), alarm(5)], set()),
    "two": ([alarm(30), alarm(14)], {"alarm-days"}),
    "three, one of which nobody hears": ([alarm(30), alarm(14), alarm(7, alarm_actions=[])], {"alarm-days"}),
    "three, one of which says nothing": ([alarm(30), alarm(14), alarm("x")], {"alarm-days"}),
    "silence taken for health": ([alarm(30), alarm(14), alarm(7, treat_missing_data="notBreaching")], {"alarm-silent"}),
    "about something else": ([{"metric_name": "CPUUtilization", "treat_missing_data": "missing"}], set()),
}


@pytest.mark.parametrize("case", ALARMS)
def test_alarms_go_off_in_time(case: str) -> None:
    alarms, seen = ALARMS[case]
    stack = acm(aws_cloudwatch_metric_alarm={f"a{n}": each for n, each in enumerate(alarms)}, **listener())
    assert found(stack=stack) - ANYWAY == seen


def test_alarms_are_in_the_region_of_the_certificate() -> None:
    watching = {
        str(days): alarm(days, provider="aws.us", dimensions={"CertificateArn": PROVEN}) for days in (30, 14, 7)
    }
    assert "watched-elsewhere" in found(stack=acm(aws_cloudwatch_metric_alarm=watching, **listener()))
    there = acm(provider="aws.us", aws_cloudwatch_metric_alarm=watching, **distribution("web.example.com"))
    assert found(stack=there) - ANYWAY == set()


CAA: dict[str, tuple[tuple[str, ...], dict[str, list[str]], bool]] = {
    "at the name": (("web.example.com",), {"web.example.com": ['0 issue "amazon.com"']}, True),
    "above it": (("web.example.com",), {"Example.com.": ['0 issue "amazontrust.com"']}, True),
    "below it": (("web.example.com",), {"a.web.example.com": ['0 issue "amazon.com"']}, False),
    "the nearest counts": (
        ("web.example.com",),
        {"example.com": ['0 issue "amazon.com"'], "web.example.com": ['0 issue "ca.example.org"']},
        False,
    ),
    "with parameters": (("web.example.com",), {"example.com": ['0 issue "amazon.com; validationmethods=dns"']}, True),
    "a wildcard, by issue": (("*.example.com",), {"example.com": ['0 issue "amazon.com"']}, True),
    "a wildcard, by issuewild": (
        ("*.example.com",),
        {"example.com": ['0 issue "amazon.com"', '0 issuewild "ca.example.org"']},
        False,
    ),
    "one name of two": (("web.example.com", "web.example.org"), {"example.com": ['0 issue "amazon.com"']}, False),
    "nobody": (("web.example.com",), {"example.com": ['0 issue ";"']}, False),
}


@pytest.mark.parametrize("case", CAA)
def test_a_caa_record_lets_amazon_issue_and_nobody_else(case: str) -> None:
    names, said, good = CAA[case]
    records = {f"r{n}": {"name": name, "type": "CAA", "records": said[name]} for n, name in enumerate(said)}
    assert ("caa-missing" not in found(stack=acm(*names, aws_route53_record=records))) == good


def test_faults_22_to_26_of_the_original_are_seen() -> None:
    seen = found(*original_objects().values(), stack=original_stack("certificate"))
    assert seen >= {"alarm-silent", "alarm-days", "events-unheard"}, "22"
    assert seen >= {"unvalidated"}, "23"
    assert seen >= {"validation-records", "validation-overwrites"}, "24"
    assert seen >= {"unattached", "caa-missing"}, "25"
    assert seen >= {"root-issues", "authority-irrevocable", "authority-deletion", "authority-open"}, "26"
    assert seen >= {"tls-host-missing"}, "5"


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_strange_stacks_crash_nothing(value: Any) -> None:
    """Each value in the place of each part of what is right."""
    objects = [GATEWAY, route("a.example.com"), ingress("a.example.com", certificate_arn="x"), issued("a.example.com")]
    stack = {**acm(**listener(), **distribution("a")), "output": {"a": {"value": PROVEN}}}
    stack["resource"] |= original_stack("certificate")["resource"]
    for wrong in broken(stack, value)[1:]:
        found(*objects, stack=wrong)
    for number, document in enumerate(objects):
        for spec in broken(document["spec"], value):
            found(*objects[:number], {**document, "spec": spec}, *objects[number + 1 :], stack=stack)
        metadata = document["metadata"]
        found({**document, "metadata": {**metadata, "annotations": value}}, stack=stack)
