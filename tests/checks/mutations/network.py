"""What may go wrong in NetworkPolicies and in what they must fit."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, FOUR, Mutation

__all__ = ["MUTATIONS"]

SIDECAR, ROTATION, DENY = (f"NetworkPolicy/{name}" for name in ("kgc-sidecar", "kgc-sidecar-rotation", "default-deny"))
DEPLOYMENT = "Deployment/kgc-sidecar"
CONTAINER = "spec|template|spec|containers|kgc-sidecar"
NAMESPACE = "kubernetes.io/metadata.name"
DNS, VAULT, TRACES, DATABASE = (f"spec|egress|{number}" for number in range(4))
HTTP, METRICS = (f"spec|ingress|{number}" for number in range(2))
EXPOSED_IN = f"{HTTP}|from|0|namespaceSelector|matchLabels|{NAMESPACE}"
NGINX = ("nginx, cert-manager, operator, JWT by discovery, fixed replicas",)
CLIENTS = ("e2e", "everything, load balancer, Vault Agent, S3")
TCP_53, UDP_53 = ({"port": 53, "protocol": protocol} for protocol in ("TCP", "UDP"))
WORLD: dict[str, Any] = {"ipBlock": {"cidr": "0.0.0.0/0"}}
PODS: dict[str, Any] = {"podSelector": {}}


def mutation(  # noqa: PLR0917  # a table of many rows
    rule: str, how: str, path: str, value: Any, where: str = SIDECAR, environments: tuple[str, ...] = FOUR
) -> Mutation:
    return Mutation(rule=f"network-{rule}", how=how, where=where, path=path, value=value, environments=environments)


def rule_for(*peers: Any, port: Any = 443) -> dict[str, Any]:
    return {"to": list(peers), "from": list(peers), "ports": [{"port": port, "protocol": "TCP"}]}


_EGRESS = (
    mutation("egress-denied", "delete Vault's rule", VAULT, ABSENT),
    mutation("egress-denied", "delete the collector's rule", TRACES, ABSENT),
    mutation("egress-denied", "delete the database's rule", DATABASE, ABSENT),
    mutation("egress-denied", "shift Vault's port by one", f"{VAULT}|ports|0|port", lambda port: port + 1),
    mutation("egress-denied", "shift the database's port by one", f"{DATABASE}|ports|0|port", lambda port: port - 1),
    mutation("egress-denied", "swap the collector's protocol", f"{TRACES}|ports|0|protocol", "UDP"),
    mutation("egress-denied", "swap the collector's peer for the own namespace", f"{TRACES}|to", [PODS]),
    mutation(
        "egress-denied",
        "misspell the collector's namespace",
        f"{TRACES}|to|0|namespaceSelector|matchLabels|{NAMESPACE}",
        "tracings",
    ),
    mutation(
        "egress-denied",
        "misspell the label of namespaces",
        f"{TRACES}|to|0|namespaceSelector|matchLabels",
        {"name": "tracing"},
    ),
    mutation(
        "egress-denied",
        "add a variable that names another place",
        f"{CONTAINER}|env|+",
        {"name": "HOOK", "value": "https://hooks.hooks.svc/x"},
        DEPLOYMENT,
    ),
    mutation("egress-denied", "delete Vault's rule of the rotation", "spec|egress|1", ABSENT, ROTATION),
    mutation("egress-denied", "swap the rotation's rules for none", "spec|egress", [], ROTATION),
)
_DNS = (
    mutation("dns-denied", "delete the rule", DNS, ABSENT),
    mutation("dns-denied", "delete UDP", f"{DNS}|ports|0", ABSENT),
    mutation("dns-denied", "delete TCP", f"{DNS}|ports|1", ABSENT),
    mutation("dns-denied", "shift the port by one", f"{DNS}|ports|0|port", 54),
    mutation("dns-denied", "misspell the namespace", f"{DNS}|to|0|namespaceSelector|matchLabels|{NAMESPACE}", "kube"),
    mutation("dns-denied", "misspell the server's label", f"{DNS}|to|0|podSelector|matchLabels", {"k8s-app": "dns"}),
    mutation("dns-denied", "swap the peer for a network", f"{DNS}|to|0", {"ipBlock": {"cidr": "10.96.0.10/32"}}),
    mutation("dns-denied", "delete the rotation's rule", DNS, ABSENT, ROTATION),
)
_INGRESS = (
    mutation("exposure-denied", "delete the load balancer's network", f"{HTTP}|from|0", {**PODS}),
    mutation("exposure-denied", "narrow its network", f"{HTTP}|from|0|ipBlock|cidr", "10.0.0.0/9"),
    mutation("exposure-denied", "leave all of it out", f"{HTTP}|from|0|ipBlock|except", ["0.0.0.0/1"]),
    mutation("exposure-denied", "shift the port by one", f"{HTTP}|ports|0|port", 3001),
    mutation("exposure-denied", "swap the port for the metrics'", f"{HTTP}|ports|0|port", 8080),
    mutation("exposure-denied", "delete every rule", "spec|ingress", ABSENT),
    mutation("exposure-denied", "misspell the controller's namespace", EXPOSED_IN, "nginx-ingress", SIDECAR, NGINX),
    mutation("scrape-denied", "delete the rule", METRICS, ABSENT),
    mutation("scrape-denied", "shift the port by one", f"{METRICS}|ports|0|port", 8081),
    mutation("scrape-denied", "swap the port for the API's", f"{METRICS}|ports|0|port", 3000),
    mutation("scrape-denied", "swap the protocol", f"{METRICS}|ports|0|protocol", "UDP"),
    mutation(
        "scrape-denied",
        "misspell the scraper's namespace",
        f"{METRICS}|from|0|namespaceSelector|matchLabels|{NAMESPACE}",
        "monitor",
    ),
    mutation(
        "scrape-denied",
        "narrow it to pods nobody knows",
        f"{METRICS}|from|0|podSelector",
        {"matchLabels": {"app": "prometheus"}},
    ),
    mutation("client-denied", "delete the client", f"{HTTP}|from|1", ABSENT, environments=CLIENTS),
    mutation("client-denied", "shift the port by one", f"{HTTP}|ports|0|port", 2999, environments=CLIENTS),
    mutation("client-denied", "swap the protocol", f"{HTTP}|ports|0|protocol", "SCTP", environments=CLIENTS),
    mutation("client-denied", "delete the selector of namespaces", f"{HTTP}|from|1", PODS, environments=CLIENTS),
    mutation(
        "client-denied",
        "misspell its namespace",
        f"{HTTP}|from|1|namespaceSelector|matchLabels|{NAMESPACE}",
        "client",
        environments=CLIENTS,
    ),
)
_WIDER = (
    mutation("rule-unneeded", "add a network", "spec|egress|+", rule_for({"ipBlock": {"cidr": "10.9.0.0/16"}})),
    mutation("rule-unneeded", "add a caller", "spec|ingress|+", rule_for(PODS, port=3000)),
    mutation("rule-unneeded", "widen the load balancer's network", f"{HTTP}|from|0|ipBlock|cidr", "10.0.0.0/7"),
    mutation("rule-unneeded", "widen the database's port to a range", f"{DATABASE}|ports|0|endPort", 65535),
    mutation("rule-unneeded", "delete the DNS server's label", f"{DNS}|to|0|podSelector", ABSENT),
    mutation("rule-unneeded", "delete the collector's ports", f"{TRACES}|ports", ABSENT),
    mutation("rule-unneeded", "swap the scraper's port for every port", f"{METRICS}|ports|0|port", ABSENT),
    mutation("rule-unneeded", "add a port for the collector", f"{TRACES}|ports|+", {"port": 4318, "protocol": "TCP"}),
    mutation("rule-unneeded", "add the database to the rotation", "spec|egress|+", rule_for(PODS, port=99), ROTATION),
    mutation("open-to-all", "delete the peers of Vault", f"{VAULT}|to", ABSENT),
    mutation("open-to-all", "swap the scraper for every namespace", f"{METRICS}|from|0|namespaceSelector", {}),
    mutation("open-to-all", "swap the collector for every address", f"{TRACES}|to|0", WORLD),
    mutation(
        "open-to-all",
        "add every address of the other kind",
        "spec|egress|+",
        rule_for({"ipBlock": {"cidr": "::/0", "except": []}}),
    ),
    mutation("open-to-all", "add an empty rule", "spec|ingress|+", {}),
    mutation("open-to-all", "widen the load balancer's network to all", f"{HTTP}|from|0|ipBlock|cidr", "0.0.0.0/0"),
)
_DENIAL = (
    mutation("default-deny-missing", "delete egress", "spec|policyTypes", ["Ingress"], DENY),
    mutation("default-deny-missing", "delete ingress", "spec|policyTypes", ["Egress"], DENY),
    mutation("default-deny-missing", "narrow it to some pods", "spec|podSelector", {"matchLabels": {"a": "b"}}, DENY),
    mutation("default-deny-missing", "add a rule that allows everything", "spec|egress", [{}], DENY),
    mutation("default-deny-missing", "move it to another namespace", "metadata|namespace", "default", DENY),
    mutation("default-deny-missing", "swap its kind", "kind", "ConfigMap", DENY),
)
_EXCEPT = f"{HTTP}|from|0|ipBlock|except"
_FORM = (
    mutation("block-invalid", "leave out a network elsewhere", _EXCEPT, ["192.168.0.0/16"]),
    mutation("block-invalid", "leave out all of it", _EXCEPT, ["10.0.0.0/8"]),
    mutation("block-invalid", "leave out what is no network", _EXCEPT, ["10.1.0.0/33"]),
    mutation("block-invalid", "leave out addresses of another kind", _EXCEPT, ["fc00::/7"]),
    mutation("block-invalid", "misspell the network", f"{HTTP}|from|0|ipBlock|cidr", "10.0.0/8"),
    mutation("block-invalid", "delete its length", f"{HTTP}|from|0|ipBlock|cidr", "10.0.0.0"),
    mutation("block-invalid", "delete the network", f"{HTTP}|from|0|ipBlock|cidr", ABSENT),
    mutation("peer-ambiguous", "add pods to a network", f"{HTTP}|from|0|podSelector", {}),
    mutation("peer-ambiguous", "add namespaces to a network", f"{HTTP}|from|0|namespaceSelector", {}),
    mutation("peer-ambiguous", "add a network to namespaces", f"{TRACES}|to|0|ipBlock", {"cidr": "10.0.0.0/8"}),
    mutation("peer-ambiguous", "swap a peer for nothing", f"{TRACES}|to|0", {}),
    mutation("peer-ambiguous", "misspell the selector", f"{METRICS}|from|0", {"namespaceselector": {}}),
    mutation("port-invalid", "swap the port for 0", f"{HTTP}|ports|0|port", 0),
    mutation("port-invalid", "shift the port past the end", f"{METRICS}|ports|0|port", 65536),
    mutation("port-invalid", "write the number as text", f"{HTTP}|ports|0|port", "3000"),
    mutation("port-invalid", "end a range before it begins", f"{DATABASE}|ports|0|endPort", 80),
    mutation("port-invalid", "end a range without a beginning", f"{DATABASE}|ports|0", {"endPort": 5432}),
    mutation("port-invalid", "misspell the protocol", f"{DNS}|ports|0|protocol", "udp"),
    mutation("port-unnamed", "misspell the API's port", f"{HTTP}|ports|0|port", "htpp"),
    mutation("port-unnamed", "misspell the metrics' port", f"{METRICS}|ports|0|port", "metric"),
    mutation("port-unnamed", "name a port in another protocol", f"{HTTP}|ports|0", {"port": "http", "protocol": "UDP"}),
    mutation("port-unnamed", "add a port by a name nobody has", f"{HTTP}|ports|+", {"port": "grpc"}),
    mutation(
        "port-unnamed",
        "name a port of the rotation, which has none",
        "spec|ingress",
        [rule_for(PODS, port="http")],
        ROTATION,
    ),
)
_LABELS = "spec|podSelector|matchLabels"
_EFFECT = (
    mutation("policy-selects-nothing", "misspell a label", f"{_LABELS}|app.kubernetes.io/name", "kgc-sidcar"),
    mutation("policy-selects-nothing", "misspell the instance", f"{_LABELS}|app.kubernetes.io/instance", "sidecar"),
    mutation("policy-selects-nothing", "add a label", f"{_LABELS}|app", "kgc-sidecar"),
    mutation("policy-selects-nothing", "swap the labels", _LABELS, {"app": "kgc-sidecar"}),
    mutation("policy-selects-nothing", "misspell the rotation's", f"{_LABELS}|app.kubernetes.io/name", "job", ROTATION),
    mutation(
        "policy-selects-nothing",
        "ask for a label to be absent",
        "spec|podSelector|matchExpressions",
        [{"key": "app.kubernetes.io/name", "operator": "DoesNotExist"}],
    ),
    mutation("rules-without-effect", "delete egress from the types", "spec|policyTypes", ["Ingress"]),
    mutation("rules-without-effect", "delete ingress from the types", "spec|policyTypes", ["Egress"]),
    mutation("rules-without-effect", "misspell a type", "spec|policyTypes", ["Ingress", "egress"]),
    mutation("rules-without-effect", "swap the types for numbers", "spec|policyTypes", [0, 1]),
    mutation("rules-without-effect", "delete egress of the rotation", "spec|policyTypes", ["Ingress"], ROTATION),
)

MUTATIONS = (*_EGRESS, *_DNS, *_INGRESS, *_WIDER, *_DENIAL, *_FORM, *_EFFECT)
