"""What manifests from elsewhere say of their networks, without any settings."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kgc_constructs.checks import Rendered, network
from tests.checks.original import original_objects
from tests.checks.strange import STRANGE, broken

POD = """
kind: Deployment
metadata: {name: app, namespace: a}
spec:
  template:
    metadata: {labels: {app: app}, annotations: {}}
    spec:
      containers:
        - name: app
          ports: [{name: http, containerPort: 3000}, {name: metrics, containerPort: 8080}]
          env: []
"""
SERVICE = """
kind: Service
metadata: {name: app, namespace: a, labels: {app: app}}
spec: {selector: {app: app}, ports: [{name: web, port: 80, targetPort: http}, {name: m, port: 81, targetPort: 8080}]}
"""
Document = dict[str, Any]


def read(text: str) -> Document:
    document: Document = yaml.safe_load(text)
    return document


def pod(*urls: str, annotations: dict[str, str] | None = None, **spec: Any) -> Document:
    document = read(POD)
    template = document["spec"]["template"]
    template["metadata"]["annotations"] = annotations or {}
    template["spec"]["containers"][0]["env"] = [{"name": f"URL{n}", "value": url} for n, url in enumerate(urls)]
    template["spec"].update(spec)
    return document


def policy(**spec: Any) -> Document:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "p", "namespace": "a"},
        "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], **spec},
    }


def to(peer: Document, *ports: Any, protocol: str = "TCP") -> Document:
    return {"to": [peer], "ports": [{"port": port, "protocol": protocol} for port in ports]}


def called_from(peer: Document, *ports: Any) -> Document:
    return {"from": [peer], "ports": [{"port": port} for port in ports]}


def found(*documents: Document) -> list[str]:
    rendered = Rendered(documents)
    return [each.rule.id.removeprefix("network-") for part in network.MODULES for each in part.check(rendered, None)]


def namespace(name: str) -> Document:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


DNS = {"to": [namespace("kube-system")], "ports": [{"port": 53, "protocol": each} for each in ("UDP", "TCP")]}
OUTSIDE = {"ipBlock": {"cidr": "203.0.113.0/24"}}
OWN = {"podSelector": {"matchLabels": {"app": "db"}}}

CALLS: dict[str, tuple[str, Document, bool]] = {
    "an address in its network": ("tcp://203.0.113.9:99", to(OUTSIDE, 99), True),
    "an address elsewhere": ("tcp://203.0.114.9:99", to(OUTSIDE, 99), False),
    "an address on another port": ("tcp://203.0.113.9:98", to(OUTSIDE, 99), False),
    "a host outside, by any network": ("https://api.example.com", to(OUTSIDE, 443), True),
    "a host outside, by pods": ("https://api.example.com", to(namespace("b"), 443), False),
    "a Service of its own namespace": ("redis://db", to(OWN, 6379), True),
    "a Service of its own namespace, on another port": ("redis://db", to(OWN, 6378), False),
    "a Service of its own namespace, by another": ("redis://db", to(namespace("b"), 6379), False),
    "a Service elsewhere": ("redis://db.b.svc", to(namespace("b"), 6379), True),
    "a Service elsewhere, by labels that may fit": (
        "redis://db.b.svc.cluster.local",
        to({**namespace("b"), **OWN}, 6379),
        True,
    ),
    "a Service elsewhere, by another namespace": ("redis://db.b.svc", to(namespace("c"), 6379), False),
    "a namespace by a label that it may have": (
        "redis://db.b.svc",
        to({"namespaceSelector": {"matchLabels": {"team": "x"}}}, 6379),
        True,
    ),
    "port 80 of a Service, which is often mapped": ("http://db.b.svc", to(namespace("b"), 3000), True),
    "a name of two parts, which may be either": ("redis://db.b", to(OUTSIDE, 6379), True),
    "a port by a name that nobody here can know": ("redis://db", to(OWN, "redis"), True),
    "itself": ("http://localhost:3000", to(OWN, 1), True),
    "what a variable will say": ("http://$(HOST):3000", to(OWN, 1), True),
    "every address of its own": ("http://0.0.0.0:3000", to(OWN, 1), True),
}


@pytest.mark.parametrize("case", CALLS)
def test_each_address_is_held_against_what_is_known_of_its_place(case: str) -> None:
    url, rule, allowed = CALLS[case]
    assert ("egress-denied" not in found(pod(url), policy(egress=[DNS, rule]))) == allowed


def test_a_service_that_is_here_leads_to_its_pods_and_their_ports() -> None:
    caller = pod("http://app:80")
    assert "egress-denied" in found(caller, read(SERVICE), policy(egress=[DNS, to(OWN, 3000)]))
    own = {"podSelector": {"matchLabels": {"app": "app"}}}
    assert "egress-denied" in found(caller, read(SERVICE), policy(egress=[DNS, to(own, 80)]))
    assert "egress-denied" not in found(caller, read(SERVICE), policy(egress=[DNS, to(own, 3000)]))
    assert "egress-denied" not in found(caller, read(SERVICE), policy(egress=[DNS, to(own, "http")]))
    external = {"kind": "Service", "metadata": {"name": "db", "namespace": "a"}, "spec": {"type": "ExternalName"}}
    assert "egress-denied" in found(pod("redis://db"), external, policy(egress=[DNS, to(OWN, 6379)]))
    assert "egress-denied" not in found(pod("redis://db"), external, policy(egress=[DNS, to(OUTSIDE, 6379)]))


CONFIG: dict[str, tuple[str, bool]] = {
    "a value of JSON": ('{"endpoint": "https://api.example.com/x"}', True),
    "a line of text": ("https://api.example.com/x", True),
    "words about a place outside": ("# see https://docs.example.com/x\nport: 1", False),
    "a schema": ('{"$schema": "https://schemas.example.com/x"}', False),
    "a Service within text": ("endpoint: http://collector.tracing.svc:4318", True),
    "JSON that is none": ('{"endpoint": "http://collector.tracing.svc:4318"', True),
    "JSON without an end": ("[" * 100_000 + "https://docs.example.com", False),
}


@pytest.mark.parametrize("case", CONFIG)
def test_links_for_people_are_no_calls(case: str) -> None:
    text, called = CONFIG[case]
    volumes = [{"name": "config", "configMap": {"name": "c"}}]
    config = {"kind": "ConfigMap", "metadata": {"name": "c", "namespace": "a"}, "data": {"file": text}}
    assert ("egress-denied" in found(pod(volumes=volumes), config, policy(egress=[DNS]))) == called
    annotated = pod(annotations={"example.com/docs": "https://docs.example.com"})
    assert "egress-denied" not in found(annotated, policy(egress=[DNS]))


NAMES: dict[str, tuple[Document, list[str]]] = {
    "both protocols": (DNS, []),
    "UDP alone": (to(namespace("kube-system"), 53, protocol="UDP"), ["dns-denied"]),
    "neither": (to(namespace("b"), 80), ["dns-denied", "dns-denied"]),
    "every port": ({"to": [namespace("b")]}, []),
    "a range that holds it": ({"to": [OUTSIDE], "ports": [{"port": 1, "endPort": 99}]}, ["dns-denied"]),
    "another port of the server's pods": (
        {"to": [namespace("dns")], "ports": [{"port": 5353, "protocol": each} for each in ("UDP", "TCP")]},
        [],
    ),
}


@pytest.mark.parametrize("case", NAMES)
def test_whoever_calls_by_name_asks_the_dns_server(case: str) -> None:
    rule, missing = NAMES[case]
    assert [each for each in found(pod("http://x.b.svc"), policy(egress=[rule])) if each == "dns-denied"] == missing


def test_whoever_calls_nobody_needs_no_dns() -> None:
    assert "dns-denied" not in found(pod(), policy())
    assert "dns-denied" not in found(pod("tcp://203.0.113.9:99"), policy(egress=[to(OUTSIDE, 99)]))


BACKEND = {"backend": {"service": {"name": "app", "port": {"name": "web"}}}}
AT = {"name": "app", "namespace": "a"}
FRONTS: dict[str, Document] = {
    "an Ingress": {"kind": "Ingress", "spec": {"rules": [{"http": {"paths": [BACKEND]}}]}},
    "an Ingress by default": {"kind": "Ingress", "spec": {"defaultBackend": BACKEND["backend"]}},
    "a route": {"kind": "HTTPRoute", "spec": {"rules": [{"backendRefs": [{"name": "app", "port": 80}]}]}},
    "a load balancer": {
        **read(SERVICE),
        "spec": {**read(SERVICE)["spec"], "type": "LoadBalancer"},
    },
}


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize(
    ("rules", "admitted"),
    [
        ([], False),
        ([called_from(namespace("b"), 3000, 8080)], True),
        ([called_from(namespace("b"), "http", "metrics")], True),
        ([called_from(OUTSIDE, 3000, 8080)], True),
        ([called_from(namespace("b"), 80, 81)], False),
        ([called_from(OWN, 3000, 8080)], False),
        ([{"ports": [{"port": 3000}, {"port": 8080}]}], True),
        ([{}], True),
    ],
)
def test_what_is_exposed_is_reached_from_somewhere_else(front: str, rules: list[Document], admitted: bool) -> None:
    document: Document = {"metadata": AT, **FRONTS[front]}
    documents = [document] if document["kind"] == "Service" else [document, read(SERVICE)]
    assert ("exposure-denied" not in found(pod(), *documents, policy(ingress=rules))) == admitted


MONITOR: Document = {
    "kind": "ServiceMonitor",
    "metadata": {"name": "m", "namespace": "b"},
    "spec": {
        "namespaceSelector": {"any": True},
        "selector": {"matchLabels": {"app": "app"}},
        "endpoints": [{"port": "m"}],
    },
}
PODS = {
    "kind": "PodMonitor",
    "metadata": {"name": "m", "namespace": "a"},
    "spec": {"selector": {"matchLabels": {"app": "app"}}, "podMetricsEndpoints": [{"port": "metrics"}]},
}
ASKED = {"prometheus.io/scrape": "true", "prometheus.io/port": "8080"}
SCRAPED: dict[str, list[Document]] = {
    "by a ServiceMonitor": [pod(), read(SERVICE), MONITOR],
    "by a PodMonitor": [pod(), PODS],
    "by an annotation": [pod(annotations=ASKED)],
    "by an annotation of the Service": [
        pod(),
        {**read(SERVICE), "metadata": {**read(SERVICE)["metadata"], "annotations": ASKED}},
    ],
}


@pytest.mark.parametrize("how", SCRAPED)
def test_what_is_scraped_admits_it_on_that_port(how: str) -> None:
    documents = SCRAPED[how]
    assert "scrape-denied" in found(*documents, policy())
    assert "scrape-denied" in found(*documents, policy(ingress=[called_from(namespace("b"), 3000)]))
    assert "scrape-denied" not in found(*documents, policy(ingress=[called_from(namespace("b"), 8080)]))


def test_a_monitor_of_another_namespace_asks_nothing_here() -> None:
    near = {**MONITOR, "spec": {**MONITOR["spec"], "namespaceSelector": {}}}
    assert "scrape-denied" not in found(pod(), read(SERVICE), near, policy())


def test_a_part_of_a_system_is_not_asked_for_the_rest() -> None:
    assert found(pod("https://api.example.com"), read(SERVICE)) == []
    assert found(policy()) == []
    assert found(read(SERVICE), MONITOR) == []


def test_policies_of_plugins_may_allow_what_others_deny() -> None:
    cilium = {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": "c"}}
    assert "egress-denied" in found(pod("https://api.example.com"), policy())
    assert found(pod("https://api.example.com"), policy(), cilium) == []


def test_fault_6_of_the_original_is_seen() -> None:
    rendered = Rendered(tuple(original_objects().values()))
    seen = [each for part in network.MODULES for each in part.check(rendered, None)]
    told = {(each.rule.id, str(each.value).rpartition(" ")[2]) for each in seen}
    assert told >= {
        ("network-default-deny-missing", "None"),
        ("network-dns-denied", "server"),
        ("network-egress-denied", "vault"),
        ("network-egress-denied", "redis"),
        ("network-exposure-denied", "Ingress/kgc-sidecar-ingress"),
        ("network-scrape-denied", "prometheus.io/scrape"),
    }
    assert "jaeger" not in str(told), "what it allows is not reported"


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_strange_documents_crash_nothing(value: Any) -> None:
    """Each value in the place of each part of what is right."""
    right = [pod("http://app"), read(SERVICE), MONITOR, PODS, policy(egress=[DNS], ingress=[called_from(OUTSIDE, 1)])]
    right += [{"metadata": {"name": "f", "namespace": "a"}, **front} for front in FRONTS.values()]
    right.append({"kind": "Namespace", "metadata": {"name": "a"}})
    for number, document in enumerate(right):
        for spec in broken(document.get("spec"), value):
            found(*right[:number], {**document, "spec": spec}, *right[number + 1 :])
