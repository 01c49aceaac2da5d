"""What may go wrong between certificates and what uses them."""

from __future__ import annotations

from tests.checks.mutations.mutation import ABSENT, Mutation
from tests.checks.mutations.resources import ACM, ALARM, CLOUDFRONT, GIVEN, NGINX, RULE, inner, mutation, put, resource

__all__ = ["MUTATIONS"]

INGRESS, ISSUED = "Ingress/kgc-sidecar", "Certificate/kgc-sidecar"
ANNOTATION = "metadata|annotations|alb.ingress.kubernetes.io/{}"
ELSEWHERE = "arn:aws:acm:eu-west-1:123456789012:certificate/0"

_HOSTS = (
    resource(
        "host-uncovered", "misspell the domain", ACM, inner("domain_name", lambda name: name.replace("kgc", "kcg"))
    ),
    resource(
        "host-uncovered", "swap the domain for a wildcard of it", ACM, inner("domain_name", lambda name: f"*.{name}")
    ),
    resource(
        "host-uncovered",
        "swap the domain for a wildcard two labels up",
        ACM,
        inner("domain_name", lambda name: f"*.{name.partition('.')[2].partition('.')[2]}"),
    ),
    resource(
        "host-uncovered",
        "write a part of a label as a wildcard",
        ACM,
        inner("domain_name", lambda name: f"k*{name[3:]}"),
    ),
    resource("host-uncovered", "end the name with a dot", ACM, inner("domain_name", lambda name: f"{name}.")),
    mutation("host-uncovered", "add a label to the host", INGRESS, "spec|rules|0|host", lambda host: f"api.{host}"),
    mutation("host-uncovered", "write the host in another script", INGRESS, "spec|rules|0|host", "kgć.example.com"),
    mutation("host-uncovered", "swap the host for an address", INGRESS, "spec|rules|0|host", "10.1.2.3"),
    mutation("host-uncovered", "misspell the issued name", ISSUED, "spec|dnsNames", ["kcg.example.com"], NGINX),
    mutation("host-uncovered", "delete the issued names", ISSUED, "spec|dnsNames", [], NGINX),
    mutation("public-host-missing", "misspell the host", INGRESS, "spec|rules|0|host", "kcg.example.com"),
    mutation("public-host-missing", "delete the host", INGRESS, "spec|rules|0|host", ABSENT),
    mutation("public-host-missing", "swap it for a wildcard", INGRESS, "spec|rules|0|host", "*.example.com"),
    mutation("public-host-missing", "delete the rules", INGRESS, "spec|rules", []),
    mutation("public-host-missing", "shift it one label up", INGRESS, "spec|rules|0|host", lambda host: host[4:]),
    mutation("tls-host-missing", "delete TLS", INGRESS, "spec|tls", ABSENT),
    mutation("tls-host-missing", "delete the hosts", INGRESS, "spec|tls|0|hosts", []),
    mutation("tls-host-missing", "misspell the host", INGRESS, "spec|tls|0|hosts|0", "kcg.example.com"),
    mutation("tls-host-missing", "add a host", INGRESS, "spec|rules|+", {"host": "other.example.com"}),
    mutation("tls-host-missing", "widen the host by two labels", INGRESS, "spec|tls|0|hosts|0", "*.com"),
    mutation("secret-unknown", "misspell the secret of the Ingress", INGRESS, "spec|tls|0|secretName", "tls", NGINX),
    mutation("secret-unknown", "delete the secret of the Ingress", INGRESS, "spec|tls|0|secretName", ABSENT, NGINX),
    mutation("secret-unknown", "misspell that of the certificate", ISSUED, "spec|secretName", "kgc-tls", NGINX),
    mutation("secret-unknown", "delete that of the certificate", ISSUED, "spec|secretName", ABSENT, NGINX),
    mutation("secret-unknown", "delete the certificate", ISSUED, "kind", "Nothing", NGINX),
)
_ARN, _PORTS = ANNOTATION.format("certificate-arn"), ANNOTATION.format("listen-ports")
_BALANCER = (
    mutation("arn-differs", "add one where none is given", INGRESS, _ARN, "arn:aws:acm:eu-central-1:1:certificate/0"),
    mutation("arn-differs", "delete the one that is given", INGRESS, _ARN, ABSENT, GIVEN),
    mutation("arn-differs", "swap it for another", INGRESS, _ARN, lambda arn: f"{arn}1", GIVEN),
    mutation("arn-differs", "add a second", INGRESS, _ARN, lambda arn: f"{arn},{arn}2", GIVEN),
    mutation(
        "arn-differs",
        "misspell the annotation",
        INGRESS,
        "metadata|annotations",
        lambda said: {key.replace("certificate-arn", "certificate-arns"): value for key, value in said.items()},
        GIVEN,
    ),
    mutation("listener-missing", "delete the listeners", INGRESS, _PORTS, ABSENT),
    mutation("listener-missing", "delete HTTPS", INGRESS, _PORTS, '[{"HTTP": 80}]'),
    mutation("listener-missing", "swap HTTPS for HTTP on its port", INGRESS, _PORTS, '[{"HTTP": 80}, {"HTTP": 443}]'),
    mutation("listener-missing", "write no JSON", INGRESS, _PORTS, "HTTPS:443"),
    mutation("listener-missing", "misspell the protocol", INGRESS, _PORTS, '[{"https": 443}]'),
    mutation("listener-missing", "empty the list", INGRESS, _PORTS, "[]"),
)
_USE = (
    resource(
        "name-unused",
        "add a wildcard",
        ACM,
        lambda body: {**body, "subject_alternative_names": [f"*.{body['domain_name']}"]},
    ),
    resource("name-unused", "add another host", ACM, put(subject_alternative_names=["other.example.com"])),
    resource("name-unused", "add the name above", ACM, put(subject_alternative_names=["example.com"])),
    resource(
        "name-unused", "add a name that only looks alike", ACM, put(subject_alternative_names=["kgc.example.org"])
    ),
    mutation("name-unused", "add a name to the issued one", ISSUED, "spec|dnsNames|+", "old.example.com", NGINX),
    mutation("unattached", "delete the Ingress's host", INGRESS, "spec|rules|0|host", ABSENT),
    mutation("unattached", "misspell the Ingress's host", INGRESS, "spec|rules|0|host", "sidecar.example.org"),
    mutation("unattached", "delete every rule", INGRESS, "spec|rules", []),
    resource(
        "unattached", "swap the certificate's domain", ACM, put(domain_name="example.org", subject_alternative_names=[])
    ),
    mutation(
        "unattached",
        "add a certificate that nothing uses",
        "certificate",
        f"resource|{ACM}|Second",
        {"domain_name": "second.example.org", "validation_method": "DNS"},
    ),
    mutation("unattached", "add a label to the host", INGRESS, "spec|rules|0|host", lambda host: f"a.b.{host}"),
)
_REGION = (
    mutation("region-wrong", "swap the provider's region", "certificate", "provider|aws|0|region", "eu-west-1"),
    mutation("region-wrong", "shift the region by one", "certificate", "provider|aws|0|region", "eu-central-2"),
    mutation("region-wrong", "swap it for CloudFront's", "certificate", "provider|aws|0|region", "us-east-1"),
    mutation("region-wrong", "delete it", "certificate", "provider|aws|0|region", ABSENT),
    resource("region-wrong", "add a region to the certificate", ACM, put(region="us-east-1")),
    resource("region-wrong", "add a provider that does not exist", ACM, put(provider="aws.elsewhere")),
    resource("region-wrong", "delete CloudFront's provider", ACM, put(provider=ABSENT), CLOUDFRONT),
    mutation("region-wrong", "swap the region of a given ARN", INGRESS, _ARN, ELSEWHERE, GIVEN),
    resource("watched-elsewhere", "move an alarm", ALARM, put(region="us-east-1")),
    resource("watched-elsewhere", "give an alarm a provider that does not exist", ALARM, put(provider="aws.us")),
    resource("watched-elsewhere", "move a rule", RULE, put(region="eu-west-1")),
    resource("watched-elsewhere", "leave an alarm at home", ALARM, put(provider=ABSENT), CLOUDFRONT),
    resource("watched-elsewhere", "leave a rule at home", RULE, put(provider=ABSENT), CLOUDFRONT),
)

MUTATIONS: tuple[Mutation, ...] = (*_HOSTS, *_BALANCER, *_USE, *_REGION)
