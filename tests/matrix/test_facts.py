"""What the matrices say about small worlds, each with one thing in it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kgc_constructs.checks import Rendered
from kgc_constructs.matrix import Facts, Kind, facts_of
from kgc_constructs.matrix.drawing import drawn

POD = """
kind: Pod
metadata: {name: NAME, namespace: NAMESPACE, labels: {app: NAME}}
spec: {serviceAccountName: NAME, containers: [{name: main, ports: [{name: http, containerPort: 3000}]}]}
"""
POLICY = """
kind: NetworkPolicy
metadata: {name: NAME, namespace: shop}
spec: {podSelector: {matchLabels: {app: NAME}}, policyTypes: [Ingress, Egress]}
"""
SERVICE = """
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
"""
VAULT = {
    "resource": {
        "vault_mount": {"kv": {"path": "kv", "type": "kv", "options": {"version": "2"}}},
        "vault_policy": {"read": {"name": "read", "policy": 'path "kv/data/web" { capabilities = ["read"] }'}},
        "vault_kubernetes_auth_backend_role": {
            "web": {
                "backend": "kubernetes",
                "role_name": "web",
                "bound_service_account_names": ["web"],
                "bound_service_account_namespaces": ["shop"],
                "token_policies": ["read"],
            }
        },
    }
}


def pod(name: str = "web", namespace: str = "shop", **annotations: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(POD.replace("NAMESPACE", namespace).replace("NAME", name))
    document["metadata"]["annotations"] = {f"vault.hashicorp.com/{key}": value for key, value in annotations.items()}
    return document


def policy(name: str = "web", **spec: Any) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(POLICY.replace("NAME", name))
    document["spec"].update(spec)
    return document


def facts(*documents: Any, **stacks: Any) -> Facts:
    return facts_of(Rendered(documents, stacks), "here")


def flows(found: Facts) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(flow.source.name, flow.target.name): flow.ports for flow in found.flows}


def peer(**labels: str) -> dict[str, Any]:
    return {"podSelector": {"matchLabels": labels}}


def test_a_pod_that_nothing_restricts_talks_with_everybody() -> None:
    found = facts(pod())
    assert flows(found) == {("anyone", "Pod/web"): ("every port",), ("Pod/web", "anywhere"): ("every port",)}
    assert all(flow.policies == () for flow in found.flows)


def test_between_two_pods_both_policies_have_to_agree() -> None:
    opened = [{"to": [peer(app="db")], "ports": [{"port": 5432}, {"port": 9}]}]
    entered = [{"from": [peer(app="web")], "ports": [{"port": 5432}, {"port": 8, "endPort": 10, "protocol": "UDP"}]}]
    pair = (pod(), pod("db"), policy(egress=opened), policy("db", ingress=entered))
    assert flows(facts(*pair)) == {("Pod/web", "Pod/db"): ("TCP 5432",)}
    (flow,) = facts(*pair).flows
    assert flow.policies == ("web", "db")
    assert flows(facts(*pair[:3], policy("db"))) == {}


def test_two_pods_that_nothing_restricts_are_not_listed_one_by_one() -> None:
    assert not [pair for pair in flows(facts(pod(), pod("db"))) if set(pair) == {"Pod/web", "Pod/db"}]


def test_pods_of_several_namespaces_are_told_apart() -> None:
    found = facts(pod(), pod(namespace="other"))
    assert [node.name for node in found.of_kind(Kind.POD)] == ["Pod/web in shop", "Pod/web in other"]


@pytest.mark.parametrize(
    ("door", "callers"),
    [
        ("{ingressClassName: nginx, rules: [{host: a, http: {paths: [{backend: BACKEND}]}}]}", ("HTTP 80",)),
        ("{ingressClassName: nginx, tls: [{hosts: [a]}], defaultBackend: BACKEND}", ("HTTP 80", "HTTPS 443")),
    ],
)
def test_a_door_leads_its_callers_to_the_port_behind_the_service(door: str, callers: tuple[str, ...]) -> None:
    spec = yaml.safe_load(door.replace("BACKEND", "{service: {name: web, port: {number: 80}}}"))
    ingress = {"kind": "Ingress", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}
    from_controller = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}
    let_in = policy(ingress=[{"from": [from_controller], "ports": [{"port": "http"}]}])
    found = flows(facts(pod(), yaml.safe_load(SERVICE), ingress, let_in))
    assert found == {("Clients", "Ingress/web"): callers, ("Ingress/web", "Pod/web"): ("TCP 3000",)}
    kept_out = flows(facts(pod(), yaml.safe_load(SERVICE), ingress, policy()))
    assert ("Ingress/web", "Pod/web") not in kept_out


def test_a_route_is_entered_from_the_namespace_of_its_gateway() -> None:
    spec = {"parentRefs": [{"name": "public", "namespace": "gateways"}], "rules": [{"backendRefs": [{"name": "web"}]}]}
    route = {"kind": "HTTPRoute", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}
    for namespace, let_in in (("gateways", True), ("others", False)):
        sender = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
        found = flows(facts(pod(), yaml.safe_load(SERVICE), route, policy(ingress=[{"from": [sender]}])))
        assert (("HTTPRoute/web", "Pod/web") in found) is let_in


def test_a_destination_is_called_by_the_address_that_leads_there() -> None:
    told = pod()
    told["spec"]["containers"][0]["env"] = [{"name": "DATABASE_URL", "value": "postgresql://db.example.com/shop"}]
    block = {"ipBlock": {"cidr": "10.0.0.0/8"}}
    found = facts(told, policy(egress=[{"to": [block], "ports": [{"port": 5432}, {"port": 6379}]}]))
    assert flows(found) == {("Pod/web", "db.example.com"): ("TCP 5432",), ("Pod/web", "10.0.0.0/8"): ("TCP 6379",)}
    assert [node.what for node in found.of_kind(Kind.DESTINATION)] == ["Database", "Redis"]


def accesses(found: Facts) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(each.reader.name, each.path, each.capabilities, each.roles) for each in found.accesses]


def injected(path: str) -> dict[str, Any]:
    notes = {"agent-inject": "true", "role": "web", "auth-path": "auth/kubernetes", "agent-inject-secret-a": path}
    return pod(**notes)


def test_what_is_asked_for_and_granted() -> None:
    assert accesses(facts(injected("kv/data/web"), vault=VAULT)) == [("Pod/web", "kv/data/web", ("read",), ("web",))]


def test_what_is_asked_for_and_not_granted_is_said_too() -> None:
    found = accesses(facts(injected("kv/data/other"), vault=VAULT))
    assert ("Pod/web", "kv/data/other", (), ("web",)) in found


def test_a_denial_grants_nothing() -> None:
    denying = {"b": {"name": "read", "policy": 'path "kv/data/web" { capabilities = ["deny"] }'}}
    stack = {"resource": {**VAULT["resource"], "vault_policy": denying}}
    assert accesses(facts(injected("kv/data/web"), vault=stack)) == [("Pod/web", "kv/data/web", (), ("web",))]


def test_a_role_that_nobody_here_has_is_shown_with_whom_it_is_bound_to() -> None:
    found = facts(vault=VAULT)
    assert accesses(found) == [("role web", "kv/data/web", ("read",), ("web",))]
    assert found.of_kind(Kind.OPERATOR)[0].detail == ("account shop/web",)


def test_without_the_stack_a_manifest_still_says_what_it_asks_for() -> None:
    assert accesses(facts(injected("kv/data/web"))) == [("Pod/web", "kv/data/web", (), ())]


def test_an_operator_reads_for_others() -> None:
    auth = {"method": "kubernetes", "mount": "kubernetes", "kubernetes": {"role": "web", "serviceAccount": "web"}}
    secret = {"vaultAuthRef": "web", "mount": "kv", "type": "kv-v2", "path": "web"}
    documents = [
        {"kind": kind, "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}
        for kind, spec in (("VaultAuth", auth), ("VaultStaticSecret", secret))
    ]
    assert accesses(facts(*documents, vault=VAULT)) == [("VaultAuth/web", "kv/data/web", ("read",), ("web",))]


STRANGE: list[dict[str, Any]] = [
    {},
    {"kind": "Pod"},
    {"kind": "Ingress", "spec": []},
    {"kind": "HTTPRoute", "spec": {"parentRefs": [{}], "hostnames": 5}},
    {"kind": "NetworkPolicy", "spec": {"podSelector": 5, "ingress": [{"from": [{"ipBlock": 7}], "ports": ["x"]}]}},
    {"kind": "Ingress", "metadata": {"annotations": {"alb.ingress.kubernetes.io/listen-ports": "[" * 100_000}}},
]


@pytest.mark.parametrize("strange", STRANGE, ids=[str(each)[:99] for each in STRANGE])
def test_strange_documents_do_not_stop_it(strange: dict[str, Any]) -> None:
    kinds = {"vault_policy": {"a": {"name": None, "policy": 5}}, "vault_mount": [], "vault_kv_secret_v2": {"a": {}}}
    stack = {"resource": {**kinds, "vault_approle_auth_backend_role": {"a": {"token_policies": 5}}}}
    found = facts(strange, {"kind": "Pod", "spec": 5}, vault=stack)
    assert drawn(found).startswith("<svg")
