"""Twice as many objects take twice as much work: nothing holds each of thousands against each of thousands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kgc_constructs.checks import Rendered, judge
from kgc_constructs.checks.model.work import TooMuch, Work

Objects = Iterator[dict[str, Any]]
FEW = 40


def named(number: int, **more: Any) -> dict[str, Any]:
    return {"name": f"n{number}", "namespace": f"ns{number}", **more}


def pod(number: int, **spec: Any) -> dict[str, Any]:
    containers = [{"name": "web", "image": "registry.example.com/web:1.4.2"}]
    labels = {"app": f"a{number}"}
    return {
        "apiVersion": "v1", "kind": "Pod", "metadata": named(number, labels=labels),
        "spec": {"containers": containers, **spec},
    }  # fmt: skip


def quotas(number: int) -> Objects:
    yield pod(number)
    hard = {"pods": "1", "requests.cpu": "1"}
    yield {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": named(number), "spec": {"hard": hard}}


def limit_ranges(number: int) -> Objects:
    yield pod(number)
    limits = [{"type": "Container", "max": {"cpu": "1"}}, {"type": "PersistentVolumeClaim", "max": {"storage": "1Gi"}}]
    yield {"apiVersion": "v1", "kind": "LimitRange", "metadata": named(number), "spec": {"limits": limits}}


def gateways(number: int) -> Objects:
    host, api = f"h{number}.example.com", "gateway.networking.k8s.io/v1"
    tls = {"certificateRefs": [{"name": f"s{number}"}]}
    listeners = [{"name": "https", "hostname": host, "port": 443, "protocol": "HTTPS", "tls": tls}]
    yield {"apiVersion": api, "kind": "Gateway", "metadata": named(number), "spec": {"listeners": listeners}}
    spec = {"hostnames": [host], "parentRefs": [{"name": f"n{number}"}]}
    yield {"apiVersion": api, "kind": "HTTPRoute", "metadata": named(number), "spec": spec}


def certificates(number: int) -> Objects:
    host = f"h{number}.example.com"
    spec: dict[str, Any] = {"secretName": f"s{number}", "dnsNames": [host]}
    yield {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": named(number), "spec": spec}
    spec = {"rules": [{"host": host}], "tls": [{"hosts": [host], "secretName": f"s{number}"}]}
    yield {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": named(number), "spec": spec}


def load_balancers(number: int) -> Objects:
    host = f"h{number}.example.com"
    spec = {"ingressClassName": "alb", "rules": [{"host": host}], "tls": [{"hosts": [host]}]}
    yield {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": named(number), "spec": spec}


def scaled(number: int) -> Objects:
    selector, template = {"matchLabels": {"app": f"a{number}"}}, pod(number)
    spec: dict[str, Any] = {"selector": selector, "template": template}
    yield {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": named(number), "spec": spec}
    spec = {"scaleTargetRef": {"kind": "Deployment", "name": f"n{number}"}, "maxReplicas": 2}
    yield {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": named(number), "spec": spec}
    spec = {"minAvailable": 1, "selector": selector}
    yield {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": named(number), "spec": spec}


def policies(number: int) -> Objects:
    yield pod(number)
    spec = {"podSelector": {"matchLabels": {"app": f"a{number}"}}, "egress": [{"to": [{"podSelector": {}}]}]}
    yield {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": named(number), "spec": spec}


def accounts(number: int) -> Objects:
    yield pod(number, serviceAccountName=f"n{number}", volumes=[{"name": "a", "configMap": {"name": f"n{number}"}}])
    yield {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": named(number)}
    yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": named(number), "data": {"a": "https://b.example.com"}}
    subject = {"kind": "ServiceAccount", "name": f"n{number}", "namespace": f"ns{number}"}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": f"n{number}"}
    binding = {"metadata": named(number), "roleRef": role, "subjects": [subject]}
    yield {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", **binding}


def injected(number: int) -> Objects:
    prefix = "vault.hashicorp.com/agent-inject"
    annotations = {prefix: "true", f"{prefix}-secret-a": f"kv/data/a{number}", "vault.hashicorp.com/role": f"r{number}"}
    one = pod(number, serviceAccountName=f"n{number}")
    yield {**one, "metadata": {**one["metadata"], "annotations": annotations}}


KUBERNETES: dict[str, Callable[[int], Objects]] = {
    each.__name__: each
    for each in (
        quotas, limit_ranges, gateways, certificates, load_balancers, scaled, policies, accounts, injected,
    )
}  # fmt: skip


def terraform(count: int) -> dict[str, Any]:
    """So many certificates, what uses them, and policies with the roles that give them."""
    resources: dict[str, dict[str, Any]] = {}
    for number in range(count):
        host = f"h{number}.example.com"
        for kind, body in {
            "aws_acm_certificate": {"domain_name": host, "validation_method": "DNS"},
            "aws_acm_certificate_validation": {"certificate_arn": f"${{aws_acm_certificate.r{number}.arn}}"},
            "aws_cloudfront_distribution": {
                "aliases": [host],
                "viewer_certificate": {"acm_certificate_arn": f"${{aws_acm_certificate.r{number}.arn}}"},
            },
            "vault_mount": {"path": f"kv{number}", "type": "kv", "options": {"version": "2"}},
            "vault_policy": {"name": f"p{number}", "policy": f'path "kv/data/a{number}" {{ capabilities = ["read"] }}'},
            "vault_kubernetes_auth_backend_role": {
                "role_name": f"r{number}",
                "bound_service_account_names": [f"n{number}"],
                "bound_service_account_namespaces": [f"ns{number}"],
                "token_policies": [f"p{number}"],
                "audience": "vault",
            },
        }.items():
            resources.setdefault(kind, {})[f"r{number}"] = body
    return {"stack": {"resource": resources}}


def calls(rendered: Rendered) -> int:
    """How many functions a judgement calls, Python's own included: the same on every machine."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        judge(rendered, None)
    finally:
        sys.setprofile(None)
    return count


def grows(make: Callable[[int], Rendered]) -> float:
    """The calls that the second `FEW` and the third cost, against those of the first; 1 where all cost the same."""
    judge(make(1), None)  # what is compiled once
    one, two, three = (calls(make(FEW * times)) for times in (1, 2, 3))
    return (three - two) / (two - one)


@pytest.mark.parametrize("kind", KUBERNETES)
@pytest.mark.parametrize("beside", [False, True])
def test_objects(kind: str, beside: bool) -> None:
    def make(count: int) -> Rendered:
        objects = tuple(each for number in range(count) for each in KUBERNETES[kind](number))
        return Rendered(objects, terraform(count) if beside else {})

    assert grows(make) < 1.15


def test_stacks() -> None:
    assert grows(lambda count: Rendered((), terraform(count))) < 1.15


def test_one_object_with_many_certificates() -> None:
    def make(count: int) -> Rendered:
        hosts = [f"h{number}.example.com" for number in range(count)]
        tls = [{"hosts": [host], "secretName": f"s-{host}"} for host in hosts]
        spec = {"rules": [{"host": host} for host in hosts], "tls": tls}
        metadata = {"name": "one", "namespace": "one"}
        ingress = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": spec}
        issued = [
            {"kind": "Certificate", "metadata": metadata, "spec": {"secretName": f"s-{host}", "dnsNames": [host]}}
            for host in hosts
        ]
        return Rendered((ingress, *issued))

    assert grows(make) < 1.15


@pytest.mark.parametrize("module", ["model.effective", "availability.quotas", "availability.limit_ranges"])
def test_where_each_concerns_each_it_says_that_it_is_too_much(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each limit of one namespace is for each pod there: no index helps."""
    monkeypatch.setattr(f"kgc_constructs.checks.{module}.Work", lambda: Work(FEW * FEW - 1))
    kinds = quotas if module.endswith("quotas") else limit_ranges
    objects = [each for number in range(FEW) for each in kinds(number)]
    for each in objects:
        each["metadata"]["namespace"] = "one"
    with pytest.raises(TooMuch):
        judge(Rendered(tuple(objects)), None)
    monkeypatch.setattr(f"kgc_constructs.checks.{module}.Work", lambda: Work(3 * FEW * FEW))
    judge(Rendered(tuple(objects)), None)
