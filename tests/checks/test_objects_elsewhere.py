"""Objects that we did not make: a part of a system is no mistake, and nothing strange stops a check."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Finding, Rendered
from kgc_constructs.checks.objects import MODULES
from tests.checks.good import good

OBJECTS = [module.__name__.rpartition(".")[2] for module in MODULES]
POD: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web", "namespace": "web", "labels": {"app": "web"}},
    "spec": {
        "serviceAccountName": "web",
        "containers": [
            {
                "name": "web",
                "image": "registry.example.com/web:1",
                "securityContext": {"readOnlyRootFilesystem": True},
                "envFrom": [{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "web"}}],
            }
        ],
    },
}


def of(kind: str, name: str, api: str = "v1", namespace: str = "web", **more: Any) -> dict[str, Any]:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": namespace}, **more}


def found(*documents: dict[str, Any], check: str = "") -> set[tuple[str, str]]:
    return {
        (problem.rule.id, str(problem.rule.severity))
        for name in ([check] if check else OBJECTS)
        for problem in CHECKS[name](Rendered(documents), None)
        if isinstance(problem, Finding)
    }


PARTS: dict[str, list[dict[str, Any]]] = {
    "a pod whose configuration is elsewhere": [POD],
    "one beside objects of other namespaces": [
        POD,
        of("ConfigMap", "other", namespace="other"),
        of("ServiceAccount", "other", namespace="other"),
    ],
    "a Service whose pods are elsewhere": [of("Service", "web", spec={"selector": {"app": "web"}})],
    "a Service without pods": [POD, of("Service", "web", spec={"type": "ExternalName", "externalName": "example.com"})],
    "a binding whose role is elsewhere": [
        of(
            "RoleBinding",
            "web",
            "rbac.authorization.k8s.io/v1",
            roleRef={"kind": "Role", "name": "web"},
            subjects=[{"kind": "ServiceAccount", "name": "web"}, {"kind": "Group", "name": "everybody"}],
        )
    ],
    "a binding of a role that every cluster has": [
        of("ClusterRole", "other", "rbac.authorization.k8s.io/v1", rules=[]),
        of("RoleBinding", "web", "rbac.authorization.k8s.io/v1", roleRef={"kind": "ClusterRole", "name": "view"}),
    ],
    "a probe of a port by number that is not declared": [
        {**POD, "spec": {"containers": [{**POD["spec"]["containers"][0], "livenessProbe": {"tcpSocket": {"port": 1}}}]}}
    ],
    "a claim of a StatefulSet's own": [
        of(
            "StatefulSet",
            "db",
            "apps/v1",
            spec={
                "selector": {"matchLabels": {"app": "db"}},
                "volumeClaimTemplates": [of("PersistentVolumeClaim", "data")],
                "template": {
                    "metadata": {"labels": {"app": "db"}},
                    "spec": {
                        "containers": [
                            {
                                **POD["spec"]["containers"][0],
                                "envFrom": [],
                                "volumeMounts": [{"name": "data", "mountPath": "/data"}],
                            }
                        ]
                    },
                },
            },
        )
    ],
    "a role of the system": [of("ClusterRole", "system:web", "rbac.authorization.k8s.io/v1", rules=[])],
    "a name that the server makes": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"generateName": "web-", "namespace": "web"}}
    ],
    "a kind of another group": [of("Job", "train", "batch.volcano.sh/v1alpha1", spec={"tasks": [], "minAvailable": 1})],
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_system_is_no_mistake(part: str) -> None:
    assert {rule for rule, _ in found(*PARTS[part])} - {"object-namespace"} == set()


ADVICE: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "pod-needs-object": ("references", [POD, of("ConfigMap", "other")]),
    "pod-needs-service-account": ("references", [POD, of("ServiceAccount", "other")]),
    "selector-matches-something": (
        "selectors", [POD, of("Service", "other", spec={"selector": {"app": "other"}})],
    ),
    "object-once": ("names", [of("ConfigMap", "web"), of("ConfigMap", "web")]),
    "route-backend": (
        "wiring",
        [
            of("Service", "other"),
            of("Ingress", "web", spec={"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}),
        ],
    ),
    "role-too-wide": (
        "rights", [of("ClusterRole", "x", rules=[{"apiGroups": ["apps"], "resources": ["*"], "verbs": ["get"]}])],
    ),
    "service-target-port": (
        "wiring",
        [
            {**POD, "spec": {"containers": [{"name": "web", "image": "x:1", "ports": [{"containerPort": 80}]}]}},
            of("Service", "web", spec={"selector": {"app": "web"}, "ports": [{"port": 81}]}),
        ],
    ),
    "field-unknown": ("fields", [of("Service", "web", spec={"somethingNewOfNextYear": 1})]),
}  # fmt: skip


@pytest.mark.parametrize("rule", ADVICE)
def test_what_is_only_strange_is_advice(rule: str) -> None:
    check, documents = ADVICE[rule]
    assert found(*documents, check=check) == {(rule, "warning")}


WRONG: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "field-unknown": ("fields", [of("Service", "web", spec={"slector": {"app": "web"}})]),
    "service-target-port": (
        "wiring",
        [POD, of("Service", "web", spec={"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]})],
    ),
    "selector-matches-others": (
        "selectors",
        [
            of(
                "Deployment",
                name,
                "apps/v1",
                spec={
                    "selector": {"matchLabels": {"app": "web"}},
                    "template": {"metadata": {"labels": {"app": "web"}}},
                },
            )
            for name in ("web", "other")
        ],
    ),
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_anywhere_is_an_error(rule: str) -> None:
    check, documents = WRONG[rule]
    assert found(*documents, check=check) == {(rule, "error")}


@pytest.mark.parametrize(
    ("path", "value", "rules"),
    [
        ("rewrite", "/$2", set()),
        ("rewrite", "/", {"ingress-rewrites-every-path"}),
        ("class", "alb", {"ingress-without-tls"}),
    ],
)
def test_an_ingress_is_judged_by_its_controller(path: str, value: str, rules: set[str]) -> None:
    spec: dict[str, Any] = {"rules": [{"http": {"paths": [{"path": "/api(/|$)(.*)"}]}}], "tls": [{"hosts": ["x"]}]}
    ingress = of("Ingress", "web", "networking.k8s.io/v1", spec=spec)
    if path == "class":
        spec["ingressClassName"] = value
    else:
        ingress["metadata"]["annotations"] = {"nginx.ingress.kubernetes.io/rewrite-target": value}
    assert {rule for rule, _ in found(ingress, check="exposing")} == rules


@pytest.mark.parametrize(
    ("annotations", "immutable", "name", "told"),
    [
        ({}, False, "web", False),
        ({"checksum/config": "x"}, False, "web", True),
        ({"config-hash": "x"}, False, "web", True),
        ({}, True, "web", True),
        ({}, False, "web-6ct58987ht", True),
    ],
)
def test_pods_hear_of_a_change_in_many_ways(
    annotations: dict[str, str], immutable: bool, name: str, told: bool
) -> None:
    source = [{"name": "x", "image": "x:1", "envFrom": [{"configMapRef": {"name": name}}]}]
    template = {"metadata": {"annotations": annotations}, "spec": {"containers": source}}
    workload = of("Deployment", "web", "apps/v1", spec={"template": template})
    rules = found(of("ConfigMap", name, immutable=immutable), workload, check="rolling")
    assert (rules == set()) is told


@pytest.mark.parametrize(
    "image",
    ["web:1", "localhost:5000/web:1", "example.com/a/b__c/d-e:v1.2_3", "web@sha256:" + "0" * 64, "[::1]:5000/web:1"],
)
def test_a_good_reference_is_taken(image: str) -> None:
    pod = {**POD, "spec": {"containers": [{"name": "x", "image": image}]}}
    assert found(pod, check="images") == set()


STRANGE: list[Any] = [None, 7, "x", [], [[]], {"x": {}}, [{"name": {}}], [None], True, {"matchLabels": {"a": []}}, [7]]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_strange_values_stop_no_check(strange: Any) -> None:
    for document in good().kubernetes:
        for path in paths(document):
            if path[0] == "metadata" and len(path) > 2 and document["kind"] != "Deployment":
                continue  # all have the same labels
            broken = changed_at(document, path, strange)
            for name in OBJECTS:
                list(CHECKS[name](Rendered((broken,)), None))


@pytest.mark.parametrize("key", ["spec", "metadata", "rules", "subjects", "roleRef", "imagePullSecrets", "data"])
@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_strange_objects_among_others_stop_no_check(key: str, strange: Any) -> None:
    documents = [{**document, key: strange} for document in good().kubernetes]
    for name in OBJECTS:
        list(CHECKS[name](Rendered(tuple(documents)), None))


def paths(value: Any, depth: int = 7) -> list[tuple[Any, ...]]:
    """The way to everything in a document, as far as that deep."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(key, *rest) for key, inner in members for rest in [(), *(paths(inner, depth - 1) if depth else [])]]


def changed_at(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy with something else at that place."""
    broken = copy.deepcopy(document)
    *parents, last = path
    place: Any = broken
    for key in parents:
        place = place[key]
    place[last] = value
    return broken
