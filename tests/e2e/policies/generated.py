"""Random NetworkPolicies over a small world, so that many of them meet."""

from __future__ import annotations

import random
from typing import Any

__all__ = ["BLOCKS", "NAMESPACES", "OUTSIDE", "PODS", "PORTS", "policies"]

Document = dict[str, Any]

NAMESPACES = {"a": {"team": "x"}, "b": {"team": "y"}, "c": {}}
PORTS = (("web", 80, "TCP"), ("dns", 53, "UDP"), ("", 8080, "TCP"), ("bus", 99, "SCTP"))
OUTSIDE = ("10.1.2.3", "10.2.0.1", "203.0.113.9")
BLOCKS = ("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "203.0.113.0/24")
PODS = [
    (f"{namespace}-{app}", namespace, {"app": app, **({"tier": "front"} if app == "one" else {})})
    for namespace in NAMESPACES
    for app in ("one", "two")
]
_NAME = "kubernetes.io/metadata.name"
_KEYS = {"app": ("one", "two"), "tier": ("front", "back"), "team": ("x", "y"), _NAME: ("a", "b")}

_ALL_HAVE = ("app", _NAME)


def policies(some: random.Random) -> list[Document]:
    """A few policies."""
    return [_policy(some, number) for number in range(some.randint(1, 4))]


def _policy(some: random.Random, number: int) -> Document:
    types = some.choice((["Ingress"], ["Egress"], ["Ingress", "Egress"]))
    spec: Document = {"podSelector": _selector(some, "app", "tier"), "policyTypes": types}
    for direction, peers in (("Ingress", "from"), ("Egress", "to")):
        if some.random() < 0.7:
            spec[direction.lower()] = [_rule(some, peers) for _ in range(some.randint(0, 3))]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": f"p{number}", "namespace": some.choice(list(NAMESPACES))},
        "spec": spec,
    }


def _rule(some: random.Random, peers: str) -> Document:
    rule: Document = {}
    if some.random() < 0.8:
        rule[peers] = [_peer(some) for _ in range(some.randint(0, 2))]
    if some.random() < 0.7:
        rule["ports"] = [_port(some) for _ in range(some.randint(0, 2))]
    return rule


def _peer(some: random.Random) -> Document:
    kind = some.randint(0, 3)
    if kind == 0:
        block = some.choice(BLOCKS)
        left_out = [each for each in BLOCKS if each != block and each.startswith("10.") and block == BLOCKS[0]]
        return {"ipBlock": {"cidr": block, **({"except": [some.choice(left_out)]} if left_out else {})}}
    peer = {}
    if kind in (1, 3):
        peer["namespaceSelector"] = _selector(some, "team", _NAME)
    if kind in (2, 3):
        peer["podSelector"] = _selector(some, "app", "tier")
    return peer


def _port(some: random.Random) -> Document:
    name, number, protocol = some.choice(PORTS)
    port: Document = {"protocol": protocol} if some.random() < 0.9 else {}
    kind = some.randint(0, 3)
    if kind == 0:
        port["port"] = number
    elif kind == 1:
        port["port"] = name or number
    elif kind == 2:
        port |= {"port": max(1, number - some.randint(0, 30)), "endPort": number + some.randint(-5, 30)}
        port["endPort"] = max(port["port"], port["endPort"])
    return port


def _selector(some: random.Random, *keys: str) -> Document:
    if some.random() < 0.3:
        return {}
    key = some.choice(keys)
    if some.random() < 0.5:
        return {"matchLabels": {key: some.choice(_KEYS[key])}}
    # The other evaluator takes NotIn to ask for the key too, where the API server does not: labels that all have.
    operator = some.choice(("In", "Exists", "DoesNotExist", *(["NotIn"] if key in _ALL_HAVE else [])))
    values = {"values": some.sample(_KEYS[key], some.randint(1, 2))} if "In" in operator else {}
    return {"matchExpressions": [{"key": key, "operator": operator, **values}]}
