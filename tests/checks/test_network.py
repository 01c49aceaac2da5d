"""Which flows the policies must allow, and which they must not, each rule broken once."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.settings import Environment
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

POLICY, ROTATION = "NetworkPolicy/kgc-sidecar", "NetworkPolicy/kgc-sidecar-rotation"
DENY, TEMPLATE = "NetworkPolicy/default-deny", "spec.template.metadata.labels"
ENV = "spec|template|spec|containers|kgc-sidecar|env"
TO = "spec|egress|{}|to|0|namespaceSelector|matchLabels|kubernetes.io/metadata.name"
DNS, VAULT, TRACES, DATABASE, REDIS = range(5)
ANYWHERE: dict[str, Any] = {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 443, "protocol": "TCP"}]}

EGRESS: dict[str, Case] = {
    "no DNS": Case(POLICY, f"spec|egress|{DNS}", ABSENT, TEMPLATE),
    "DNS over UDP only": Case(POLICY, f"spec|egress|{DNS}|ports|1", ABSENT, TEMPLATE),
    "DNS somewhere else": Case(POLICY, TO.format(DNS), "dns", TEMPLATE),
    "no Vault": Case(POLICY, f"spec|egress|{VAULT}", ABSENT, TEMPLATE),
    "no Vault for the rotation": Case(ROTATION, "spec|egress|1", ABSENT, "jobTemplate.spec.template.metadata.labels"),
    "Vault in another network": Case(POLICY, f"spec|egress|{VAULT}|to|0|ipBlock|cidr", "10.11.0.0/24", TEMPLATE),
    "Vault's network left out": Case(POLICY, f"spec|egress|{VAULT}|to|0|ipBlock|except", ["10.0.0.0/8"], TEMPLATE),
    "Vault on another port": Case(POLICY, f"spec|egress|{VAULT}|ports|0|port", 8201, TEMPLATE),
    "no collector": Case(POLICY, f"spec|egress|{TRACES}", ABSENT, TEMPLATE),
    "the collector over UDP": Case(POLICY, f"spec|egress|{TRACES}|ports|0|protocol", "UDP", TEMPLATE),
    "no database": Case(POLICY, f"spec|egress|{DATABASE}", ABSENT, TEMPLATE),
    "the database in another namespace": Case(POLICY, TO.format(DATABASE), "postgres", TEMPLATE),
    "no Redis": Case(POLICY, f"spec|egress|{REDIS}", ABSENT, TEMPLATE),
    "Redis by a label nobody knows": Case(
        POLICY, f"spec|egress|{REDIS}|to|0|podSelector", {"matchLabels": {"app": "redis"}}, TEMPLATE
    ),
    "an address in a variable": Case(SIDECAR, f"{ENV}|+", {"name": "WEBHOOK", "value": "http://hook:9"}, TEMPLATE),
    "an address in the configuration": Case(
        "ConfigMap/kgc-sidecar-config", "data|config.json", '{"url": "https://other.example.com/x"}', TEMPLATE
    ),
    "an address in an annotation": Case(
        SIDECAR, "spec|template|metadata|annotations|example.com/hook", "http://hook.hooks.svc/x", TEMPLATE
    ),
    "an address in a template": Case(
        SIDECAR,
        "spec|template|metadata|annotations|vault.hashicorp.com/agent-inject-template-database.env",
        "URL=postgresql://{{ .Data.username }}:{{ .Data.password }}@other.data.svc:5433/kgc",
        TEMPLATE,
    ),
    "an address in a command": Case(
        SIDECAR, "spec|template|spec|containers|kgc-sidecar|command|+", "--hook=http://10.1.2.3:99/", TEMPLATE
    ),
    "pods in the place of a network": Case(POLICY, f"spec|egress|{VAULT}|to", [{"namespaceSelector": {}}], TEMPLATE),
    "the own namespace in the place of another": Case(
        POLICY, f"spec|egress|{DATABASE}|to", [{"podSelector": {}}], TEMPLATE
    ),
    "no egress at all": Case(
        POLICY, "spec", lambda spec: {key: spec[key] for key in ("podSelector", "ingress")}, TEMPLATE
    ),
}
FROM = "spec|ingress|{}|from"
INGRESS: dict[str, Case] = {
    "no load balancer": Case(POLICY, f"{FROM.format(0)}|0", ABSENT, TEMPLATE),
    "the load balancer's network cut": Case(POLICY, f"{FROM.format(0)}|0|ipBlock|cidr", "10.0.0.0/9", TEMPLATE),
    "no client": Case(POLICY, f"{FROM.format(0)}|1", ABSENT, TEMPLATE),
    "no scraper": Case(POLICY, "spec|ingress|1", ABSENT, TEMPLATE),
    "a scraper in another namespace": Case(
        POLICY, f"{FROM.format(1)}|0|namespaceSelector|matchLabels|kubernetes.io/metadata.name", "x", TEMPLATE
    ),
    "the wrong port for the scraper": Case(POLICY, "spec|ingress|1|ports|0|port", "http", TEMPLATE),
    "a port that the pod does not have": Case(POLICY, "spec|ingress|0|ports|0|port", "web", TEMPLATE),
}

UNNEEDED: dict[str, Case] = {
    "a wider network than Vault's": Case(POLICY, f"spec|egress|{VAULT}|to|0|ipBlock|cidr", "10.0.0.0/8", "egress.1"),
    "a second port": Case(POLICY, f"spec|egress|{DATABASE}|ports|+", {"port": 9999, "protocol": "TCP"}, "egress.3"),
    "every port of a protocol": Case(POLICY, f"spec|egress|{DATABASE}|ports|0|port", ABSENT, "spec.egress.3"),
    "every pod beside the DNS server's": Case(POLICY, f"spec|egress|{DNS}|to|0|podSelector", ABSENT, "spec.egress.0"),
    "a rule that nobody needs": Case(POLICY, "spec|egress|+", ANYWHERE, "spec.egress.5"),
    "everywhere on one port": Case(POLICY, f"spec|egress|{DATABASE}|to", ABSENT, "spec.egress.3"),
    "every port": Case(POLICY, f"spec|egress|{DATABASE}|ports", ABSENT, "spec.egress.3"),
    "a range of ports": Case(POLICY, f"spec|egress|{DATABASE}|ports|0|endPort", 5433, "spec.egress.3"),
    "every namespace": Case(POLICY, f"spec|egress|{DATABASE}|to|0|namespaceSelector", {}, "spec.egress.3"),
    "a wider network": Case(POLICY, f"{FROM.format(0)}|0|ipBlock|cidr", "0.0.0.0/0", "spec.ingress.0"),
    "everybody": Case(POLICY, FROM.format(1), ABSENT, "spec.ingress.1"),
    "every namespace calls": Case(POLICY, f"{FROM.format(1)}|+", {"namespaceSelector": {}}, "spec.ingress.1"),
    "every port is called": Case(POLICY, "spec|ingress|0|ports", ABSENT, "spec.ingress.0"),
    "a caller of the rotation": Case(
        ROTATION, "spec|ingress", [{"from": [{"podSelector": {}}], "ports": [{"port": 1}]}], "spec.ingress.0"
    ),
}
DENIAL: dict[str, Case] = {
    "no default deny": Case(DENY, "spec|policyTypes", ["Ingress"], "Namespace/kgc-sidecar"),
    "a default that allows": Case(DENY, "spec|egress", [ANYWHERE], "Namespace/kgc-sidecar"),
}


@pytest.mark.parametrize("case", EGRESS)
def test_each_address_has_its_rule(case: str) -> None:
    assert_reported("egress", EGRESS[case])


@pytest.mark.parametrize("case", INGRESS)
def test_each_caller_has_its_rule(case: str) -> None:
    assert_reported("ingress", INGRESS[case])


@pytest.mark.parametrize("case", UNNEEDED)
def test_each_rule_has_its_address_or_its_caller(case: str) -> None:
    assert_reported("unneeded", UNNEEDED[case])


@pytest.mark.parametrize("case", DENIAL)
def test_a_namespace_denies_by_default(case: str) -> None:
    assert_reported("default_deny", DENIAL[case])


@pytest.mark.parametrize(
    ("exposure", "namespace"),
    [
        ({"kind": "nginx", "host": "kgc.example.com"}, "ingress-nginx"),
        (
            {"kind": "gateway", "host": "kgc.example.com", "gateway": "public", "gateway_namespace": "gateways"},
            "gateways",
        ),
    ],
    ids=["nginx", "gateway"],
)
def test_the_controller_in_use_may_call(exposure: dict[str, str], namespace: str) -> None:
    changes = {"exposure": exposure, "tls": {"kind": "cert-manager", "issuer": "x"}, "certificate": None}
    environment = ENVIRONMENT.evolve(**changes)
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
    rendered = changed(POLICY, f"{FROM.format(0)}|0", peer)
    assert list(CHECKS["ingress"](rendered, environment)) == []
    assert_reported("ingress", INGRESS["no load balancer"], environment, rendered)


@pytest.mark.parametrize("check", ["default_deny", "egress", "ingress", "unneeded"])
def test_nothing_is_demanded_where_policies_are_switched_off(check: str) -> None:
    environment: Environment = ENVIRONMENT.evolve(network_policy=None)
    rendered = good()
    without = [each for each in rendered.kubernetes if each["kind"] != "NetworkPolicy"]
    assert list(CHECKS[check](type(rendered)(tuple(without)), environment)) == []


def test_any_public_address_on_443_needs_a_setting() -> None:
    environment = ENVIRONMENT.evolve(network_policy={"allow_https": True})
    rule = {
        "to": [
            {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}},
            {"ipBlock": {"cidr": "::/0", "except": ["fc00::/7"]}},
        ],
        "ports": [{"port": 443, "protocol": "TCP"}],
    }
    assert list(CHECKS["egress"](changed(POLICY, "spec|egress|+", rule), environment)) == []
    assert list(CHECKS["egress"](good(), environment)) != []


def test_what_the_settings_call_needs_a_rule_even_when_no_document_says_it() -> None:
    environment = ENVIRONMENT.evolve(redis={"url": "redis://other:6380"})
    (problem,) = CHECKS["egress"](good(), environment)
    assert problem.value == "redis.url says other"
    assert problem.allowed == "an egress rule to pods of namespace kgc-sidecar, port 6380/TCP"


def test_a_message_names_the_other_side() -> None:
    for case, words in {
        "no Vault": "to 10.10.0.0/24, port 8200/TCP",
        "no database": "to pods of namespace data, port 5432/TCP",
        "no DNS": "to pods of namespace kube-system with {'k8s-app': 'kube-dns'}, port 53/UDP",
    }.items():
        where, path, value, _ = EGRESS[case]
        problems = list(CHECKS["egress"](changed(where, path, value), ENVIRONMENT))
        assert any(words in problem.allowed for problem in problems), case


def test_the_types_of_a_policy_follow_from_its_rules() -> None:
    assert list(CHECKS["egress"](changed(POLICY, "spec|policyTypes", ABSENT), ENVIRONMENT)) == []
    assert list(CHECKS["ingress"](changed(POLICY, "spec|policyTypes", ABSENT), ENVIRONMENT)) == []


def test_pods_that_no_policy_governs_lack_no_rule() -> None:
    ungoverned = Rendered(tuple(each for each in good().kubernetes if each["kind"] != "NetworkPolicy"))
    fields = {problem.field for problem in CHECKS["default_deny"](ungoverned, ENVIRONMENT)}
    assert fields == {"Namespace/kgc-sidecar: NetworkPolicy"}
    assert list(CHECKS["egress"](ungoverned, ENVIRONMENT)) == []
    assert list(CHECKS["ingress"](ungoverned, ENVIRONMENT)) == []


def test_a_sidecar_that_is_not_exposed_nor_measured_has_no_callers() -> None:
    environment = ENVIRONMENT.evolve(
        exposure=None,
        tls=None,
        certificate=None,
        observability={"metrics": None},
        network_policy={"client_namespaces": []},
    )
    assert list(CHECKS["ingress"](changed(POLICY, "spec|ingress", ABSENT), environment)) == []
    unneeded = [each for each in CHECKS["unneeded"](good(), environment) if "spec.ingress" in each.field]
    assert len(unneeded) == 3


def test_a_port_without_a_name_is_called_by_its_number() -> None:
    ports = "spec|template|spec|containers|kgc-sidecar|ports"
    rendered = changed(SIDECAR, ports, [{"containerPort": 3000}, {"containerPort": 8080}])
    numbered = changed(POLICY, "spec|ingress|0|ports|0|port", 3000, rendered)
    assert list(CHECKS["ingress"](numbered, ENVIRONMENT)) == []
    assert list(CHECKS["ingress"](rendered, ENVIRONMENT)) != []
