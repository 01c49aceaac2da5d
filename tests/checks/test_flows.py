"""Who may talk to whom, as the policies leave it open."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.flows import Flow, allowed_flows
from tests.checks.good import good

Document = dict[str, Any]


def pod(name: str, namespace: str = "a", **spec: Any) -> Document:
    containers = [{"name": "c", "ports": [{"name": "web", "containerPort": 8080}]}]
    labels = {"app": name}
    return {
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {"containers": containers, **spec},
    }


def policy(name: str = "p", namespace: str = "a", **spec: Any) -> Document:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}


def namespace(name: str, **labels: str) -> Document:
    return {"kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def app(name: str) -> Document:
    return {"podSelector": {"matchLabels": {"app": name}}}


def said(*documents: Document) -> list[str]:
    return [words(each) for each in allowed_flows(Rendered(documents))]


def words(flow: Flow) -> str:
    return f"{flow.source.name} > {flow.destination.name} {flow.ports}"


ONE, TWO = pod("one"), pod("two")
CLOSED = policy("closed", podSelector={}, policyTypes=["Ingress", "Egress"])
DENIED: list[str] = []


def between(*documents: Document) -> list[str]:
    """What the first pod may call of the second."""
    return [each.partition("two ")[2] for each in said(*documents) if each.startswith("Pod/one > Pod/two ")]


def test_without_policies_everything_is_open() -> None:
    assert between(ONE, TWO) == ["every port"]
    assert "anyone > Pod/one every port" in said(ONE, TWO)
    assert "Pod/one > anyone every port" in said(ONE, TWO)


def test_a_policy_without_rules_closes_both_directions() -> None:
    assert said(ONE, TWO, CLOSED) == DENIED


def test_a_flow_between_two_pods_needs_both_sides() -> None:
    out = policy("out", **app("one"), policyTypes=["Egress"], egress=[{"to": [app("two")]}])
    into = policy("in", **app("two"), ingress=[{"from": [app("one")], "ports": [{"port": 8080}]}])
    assert between(ONE, TWO, CLOSED, out) == DENIED
    assert between(ONE, TWO, CLOSED, into) == DENIED
    assert between(ONE, TWO, CLOSED, out, into) == ["8080/TCP"]
    (flow,) = [each for each in allowed_flows(Rendered((ONE, TWO, CLOSED, out, into))) if each.source.kind == "pod"]
    assert flow.policies == ("out", "in")


@pytest.mark.parametrize(
    ("spec", "closed"),
    [
        ({}, {"Ingress"}),
        ({"egress": [{}]}, {"Ingress", "Egress"}),
        ({"policyTypes": ["Egress"]}, {"Egress"}),
        ({"policyTypes": ["Ingress"], "egress": [{}]}, {"Ingress"}),
        ({"policyTypes": []}, {"Ingress"}),
    ],
)
def test_types_follow_from_the_rules_where_they_are_not_said(spec: Document, closed: set[str]) -> None:
    flows = said(ONE, policy(podSelector={}, **spec))
    assert ("anyone > Pod/one every port" not in flows) == ("Ingress" in closed)
    assert ("Pod/one > anyone every port" not in flows) == ("Egress" in closed and "egress" not in spec)


PORTS: dict[str, tuple[list[Document], list[Document], list[str]]] = {
    "a number": ([{"port": 8080}], [{}], ["8080/TCP"]),
    "a name, on either side": ([{"port": "web"}], [{"port": "web"}], ["8080/TCP"]),
    "a name that nobody has": ([{"port": "other"}], [{}], []),
    "two ranges": ([{"port": 80, "endPort": 90}], [{"port": 85, "endPort": 99}], ["85-90/TCP"]),
    "ranges apart": ([{"port": 80, "endPort": 84}], [{"port": 85}], []),
    "two protocols": ([{"port": 53, "protocol": "UDP"}], [{"port": 53}], []),
    "SCTP": ([{"port": 99, "protocol": "SCTP"}], [{"protocol": "SCTP"}], ["99/SCTP"]),
    "every port of a protocol": ([{"protocol": "UDP"}], [], ["every port/UDP"]),
    "every port": ([], [], ["every port"]),
    "no port at all": ([{"port": 0}], [], []),
    "an end below the beginning": ([{"port": 90, "endPort": 80}], [], []),
}


@pytest.mark.parametrize("case", PORTS)
def test_ports_are_what_both_sides_allow(case: str) -> None:
    asked, admitted, open_ports = PORTS[case]
    out = policy("out", **app("one"), policyTypes=["Egress"], egress=[{"to": [app("two")], "ports": asked}])
    into = policy("in", **app("two"), ingress=[{"from": [app("one")], "ports": [each for each in admitted if each]}])
    assert between(ONE, TWO, out, into) == open_ports


FAR = pod("two", "b")
TEAM = namespace("b", team="graph")
B = {"matchLabels": {"kubernetes.io/metadata.name": "b"}}
PEERS: dict[str, tuple[Document, bool]] = {
    "pods of the own namespace": (app("two"), False),
    "a namespace by name": ({"namespaceSelector": B}, True),
    "another namespace": ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "c"}}}, False),
    "a namespace by its label": ({"namespaceSelector": {"matchLabels": {"team": "graph"}}}, True),
    "a namespace by a label it lacks": ({"namespaceSelector": {"matchLabels": {"team": "x"}}}, False),
    "every namespace": ({"namespaceSelector": {}}, True),
    "both selectors at once": ({"namespaceSelector": B, **app("two")}, True),
    "both, of which one does not fit": ({"namespaceSelector": B, **app("one")}, False),
    "In": ({"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["graph"]}]}}, True),
    "NotIn": (
        {"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["graph"]}]}},
        False,
    ),
    "Exists": ({"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}}, True),
    "DoesNotExist": ({"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "DoesNotExist"}]}}, False),
    "addresses": ({"ipBlock": {"cidr": "0.0.0.0/0"}}, False),
}


@pytest.mark.parametrize("case", PEERS)
def test_peers_are_pods_by_their_labels_and_their_namespaces(case: str) -> None:
    peer, fits = PEERS[case]
    out = policy(podSelector={}, policyTypes=["Egress"], egress=[{"to": [peer]}])
    assert between(ONE, FAR, TEAM, out) == (["every port"] if fits else [])


def test_policies_of_another_namespace_govern_nothing_here() -> None:
    assert between(ONE, TWO, policy("closed", "b", podSelector={}, policyTypes=["Ingress", "Egress"])) == ["every port"]


def test_pods_in_the_network_of_their_node_are_not_governed() -> None:
    host = pod("one", hostNetwork=True)
    assert "anyone > Pod/one every port" in said(host, CLOSED)
    assert "Pod/one > anyone every port" in said(host, CLOSED)


def test_policies_of_other_makers_are_not_read() -> None:
    other = {**CLOSED, "apiVersion": "projectcalico.org/v3"}
    assert between(ONE, TWO, other) == ["every port"]


def test_everybody_else_is_said_in_words() -> None:
    assert said(*good().kubernetes) == [
        "10.0.0.0/8 without 10.0.0.0/24 > Deployment/kgc-sidecar 3000/TCP",
        "CronJob/kgc-sidecar-rotation > 10.10.0.0/24 8200/TCP",
        "CronJob/kgc-sidecar-rotation > pods of namespace kube-system with k8s-app=kube-dns 53/TCP",
        "CronJob/kgc-sidecar-rotation > pods of namespace kube-system with k8s-app=kube-dns 53/UDP",
        "Deployment/kgc-sidecar > 10.10.0.0/24 8200/TCP",
        "Deployment/kgc-sidecar > pods of namespace data 5432/TCP",
        "Deployment/kgc-sidecar > pods of namespace kgc-sidecar 6379/TCP",
        "Deployment/kgc-sidecar > pods of namespace kube-system with k8s-app=kube-dns 53/TCP",
        "Deployment/kgc-sidecar > pods of namespace kube-system with k8s-app=kube-dns 53/UDP",
        "Deployment/kgc-sidecar > pods of namespace tracing 14268/TCP",
        "pods of namespace clients > Deployment/kgc-sidecar 3000/TCP",
        "pods of namespace monitoring > Deployment/kgc-sidecar 8080/TCP",
    ]


def test_strange_documents_are_read_as_far_as_they_can_be() -> None:
    strange: list[Any] = [None, 5, "x", [], {}, [None], {"a": "b"}, ["x"], True]
    for value in strange:
        for key in ("podSelector", "policyTypes", "ingress", "egress"):
            spec: Document = {"podSelector": {}, key: value}
            allowed_flows(Rendered((ONE, TWO, policy(**spec))))
        for key in ("from", "ports"):
            allowed_flows(Rendered((ONE, TWO, policy(podSelector={}, ingress=[{key: value}]))))
            allowed_flows(Rendered((ONE, TWO, policy(podSelector={}, ingress=[{key: [value]}]))))
        for key in ("ipBlock", "namespaceSelector", "podSelector"):
            allowed_flows(Rendered((ONE, TWO, policy(podSelector={}, ingress=[{"from": [{key: value}]}]))))
            inner = {"matchLabels": value, "matchExpressions": [{"key": "app", "operator": "In", "values": value}]}
            allowed_flows(Rendered((ONE, TWO, policy(podSelector={}, ingress=[{"from": [{key: inner}]}]))))
