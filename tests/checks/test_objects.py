"""Names, metadata, references and unresolved values, each rule broken once."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

POD = "spec|template|spec"
CONTAINER = f"{POD}|containers|kgc-sidecar"
INGRESS, SERVICE = "Ingress/kgc-sidecar", "Service/kgc-sidecar"
BACKEND = "spec|rules|0|http|paths|0|backend|service"

NAMES: dict[str, Case] = {
    "no kind of API": Case(SIDECAR, "apiVersion", "", "apiVersion"),
    "capitals": Case("ConfigMap/kgc-sidecar-config", "metadata|name", "Config", "metadata.name"),
    "a label that is too long": Case("ConfigMap/kgc-sidecar-config", "metadata|name", "a" * 64, "metadata.name"),
    "a name that is too long": Case(
        "ConfigMap/kgc-sidecar-config", "metadata|name", ".".join(["a" * 60] * 5), "metadata.name"
    ),
    "a Service that begins with a digit": Case(SERVICE, "metadata|name", "1st", "metadata.name"),
    "a Namespace with a dot": Case("Namespace/kgc-sidecar", "metadata|name", "kgc.sidecar", "metadata.name"),
    "a CronJob without room for its jobs": Case(
        "CronJob/kgc-sidecar-rotation", "metadata|name", "a" * 53, "metadata.name"
    ),
    "a label's key": Case(SIDECAR, "metadata|labels|-team", "x", "metadata.labels"),
    "a label's prefix": Case(SIDECAR, "metadata|labels|Example.com/team", "x", "metadata.labels"),
    "an annotation's key": Case(SIDECAR, "metadata|annotations|two words", "x", "metadata.annotations"),
    "a label's value": Case(SIDECAR, "metadata|labels|team", "two words", "metadata.labels.team"),
    "a label that is a number": Case(SIDECAR, "metadata|labels|team", 1, "metadata.labels.team"),
    "a pod's label": Case(
        SIDECAR, "spec|template|metadata|labels|team", "x" * 64, "spec.template.metadata.labels.team"
    ),
    "an annotation that is a number": Case(SIDECAR, "metadata|annotations|count", 1, "metadata.annotations.count"),
    "two containers of one name": Case(
        SIDECAR, f"{POD}|initContainers", [{"name": "kgc-sidecar"}], "containers.kgc-sidecar"
    ),
    "a container's name": Case(SIDECAR, f"{POD}|initContainers", [{"name": "Init"}], "containers.Init"),
    "a port's name": Case(
        SIDECAR, f"{CONTAINER}|ports|+", {"name": "a-name-that-is-long", "containerPort": 1}, "ports"
    ),
    "a port's name of digits": Case(SIDECAR, f"{CONTAINER}|ports|+", {"name": "80", "containerPort": 80}, "ports"),
    "a variable twice": Case(SIDECAR, f"{CONTAINER}|env|+", {"name": "VAULT_ADDR", "value": "x"}, "env.VAULT_ADDR"),
}
METADATA: dict[str, Case] = {
    "no version": Case(SERVICE, "metadata|labels|app.kubernetes.io/version", ABSENT, "labels.app.kubernetes.io/ver"),
    "another version": Case(SIDECAR, "metadata|labels|app.kubernetes.io/version", "1.4.1", "version"),
    "a label of the environment's own": Case(SERVICE, "metadata|labels|example.com/team", "x", "example.com/team"),
    "an annotation of the environment's own": Case(
        SERVICE, "metadata|annotations|example.com/owner", ABSENT, "annotations.example.com/owner"
    ),
    "a pod without a label": Case(
        SIDECAR, "spec|template|metadata|labels|example.com/team", ABSENT, "template.metadata.labels.example.com/team"
    ),
    "a job's pod without the version": Case(
        "CronJob/kgc-sidecar-rotation",
        "spec|jobTemplate|spec|template|metadata|labels|app.kubernetes.io/version",
        ABSENT,
        "jobTemplate.spec.template.metadata.labels",
    ),
    "another namespace": Case(SERVICE, "metadata|namespace", "default", "metadata.namespace"),
    "no namespace": Case(SERVICE, "metadata|namespace", ABSENT, "metadata.namespace"),
    "another Namespace": Case("Namespace/kgc-sidecar", "metadata|name", "kgc", "metadata.namespace"),
    "a Namespace in a namespace": Case("Namespace/kgc-sidecar", "metadata|namespace", "kgc-sidecar", "Namespace/"),
}
REFERENCES: dict[str, Case] = {
    "a ConfigMap that is not there": Case(SIDECAR, f"{POD}|volumes|config|configMap|name", "other", "volumes.config"),
    "a Secret that nobody makes": Case(
        SIDECAR, f"{POD}|volumes|+", {"name": "s", "secret": {"secretName": "s"}}, "volumes.s.secret"
    ),
    "a projected Secret": Case(
        SIDECAR,
        f"{POD}|volumes|+",
        {"name": "s", "projected": {"sources": [{"secret": {"name": "s"}}]}},
        "volumes.s.projected",
    ),
    "a projected ConfigMap": Case(
        SIDECAR,
        f"{POD}|volumes|+",
        {"name": "c", "projected": {"sources": [{"configMap": {"name": "c"}}]}},
        "volumes.c.projected",
    ),
    "a claim that is not there": Case(
        SIDECAR, f"{POD}|volumes|lockchain|persistentVolumeClaim|claimName", "other", "volumes.lockchain"
    ),
    "variables of a Secret": Case(SIDECAR, f"{CONTAINER}|envFrom", [{"secretRef": {"name": "s"}}], "envFrom"),
    "variables of a ConfigMap": Case(SIDECAR, f"{CONTAINER}|envFrom", [{"configMapRef": {"name": "s"}}], "envFrom"),
    "a variable of a Secret": Case(
        SIDECAR,
        f"{CONTAINER}|env|+",
        {"name": "X", "valueFrom": {"secretKeyRef": {"name": "s", "key": "x"}}},
        "env.X",
    ),
    "an account that is not there": Case(SIDECAR, f"{POD}|serviceAccountName", "other", "serviceAccountName"),
    "no account": Case(SIDECAR, f"{POD}|serviceAccountName", ABSENT, "serviceAccountName"),
    "a registry's secret that nobody declared": Case(
        "ServiceAccount/kgc-sidecar", "imagePullSecrets|+", {"name": "other"}, "imagePullSecrets"
    ),
    "a registry's secret of the pod": Case(
        SIDECAR, f"{POD}|imagePullSecrets", [{"name": "other"}], "spec.imagePullSecrets"
    ),
    "a volume that is not there": Case(SIDECAR, f"{CONTAINER}|volumeMounts|config|name", "other", "volumeMounts"),
    "a Role that is not there": Case("RoleBinding/kgc-sidecar", "roleRef|name", "other", "roleRef"),
    "a subject that is not there": Case("RoleBinding/kgc-sidecar", "subjects|0|name", "other", "subjects.0"),
    "a subject of another namespace": Case("RoleBinding/kgc-sidecar", "subjects|0|namespace", "x", "subjects.0"),
}
WIRING: dict[str, Case] = {
    "a Service that is not there": Case(INGRESS, f"{BACKEND}|name", "other", "spec.rules.0"),
    "a port that the Service lacks": Case(INGRESS, f"{BACKEND}|port", {"name": "web"}, "spec.rules.0"),
    "a port number that the Service lacks": Case(INGRESS, f"{BACKEND}|port", {"number": 80}, "spec.rules.0"),
    "a default backend that is not there": Case(
        INGRESS,
        "spec|defaultBackend",
        {"service": {"name": "kgc-sidecar", "port": {"number": 1}}},
        "spec.defaultBackend",
    ),
    "a TLS secret that nobody makes": Case(INGRESS, "spec|tls|0|secretName", "other", "spec.tls"),
    "a port that no container has": Case(SERVICE, "spec|ports|http|targetPort", "web", "ports.http.targetPort"),
    "a port to scrape that is not there": Case(
        "ServiceMonitor/kgc-sidecar", "spec|endpoints|0|port", "web", "endpoints.0.port"
    ),
    "a monitor of another namespace": Case(
        "ServiceMonitor/kgc-sidecar", "spec|namespaceSelector|matchNames", ["other"], "namespaceSelector"
    ),
    "a probe of a port that is not there": Case(
        SIDECAR, f"{CONTAINER}|livenessProbe|httpGet|port", "web", "livenessProbe.httpGet.port"
    ),
    "a probe of another number": Case(
        SIDECAR, f"{CONTAINER}|readinessProbe|httpGet|port", 3001, "readinessProbe.httpGet.port"
    ),
}
TOKENS: dict[str, Case] = {
    "a token in a manifest": Case(SIDECAR, f"{CONTAINER}|image", "${TfToken[TOKEN.7]}", "containers.0.image"),
    "a token in a key": Case(SIDECAR, "metadata|labels|${TfToken[TOKEN.7]}", "x", "metadata.labels"),
    "a Terraform reference in a manifest": Case(
        INGRESS, "metadata|annotations|arn", "${aws_acm_certificate.main.arn}", "metadata.annotations.arn"
    ),
    "a resolver that failed": Case(SIDECAR, f"{CONTAINER}|image", "Failed fetching value for x", "image"),
    "a number that is a token": Case(SIDECAR, "spec|replicas", -1.8881545897087503e289, "spec.replicas"),
    "a token in a stack": Case("vault", "resource|vault_mount|Kv|path", "${TfToken[TOKEN.7]}", "vault_mount.Kv.path"),
    "a list that is a token": Case("vault", "output|x|value", ["#{TfToken[TOKEN.7]}"], "output.x.value"),
}
ALL = [
    (check, name, case)
    for check, cases in (
        ("names", NAMES),
        ("metadata", METADATA),
        ("references", REFERENCES),
        ("wiring", WIRING),
        ("tokens", TOKENS),
    )
    for name, case in cases.items()
]


@pytest.mark.parametrize(("check", "case"), [(check, case) for check, _, case in ALL], ids=[each[1] for each in ALL])
def test_each_rule_is_held(check: str, case: Case) -> None:
    assert_reported(check, case)


def test_no_two_objects_have_one_name() -> None:
    twice = Rendered((*good().kubernetes, good().kubernetes[0]))
    (problem,) = CHECKS["names"](twice, ENVIRONMENT)
    assert problem.field == "Namespace/kgc-sidecar: metadata.name"


def test_objects_of_different_kinds_may_share_a_name() -> None:
    assert len({each["metadata"]["name"] for each in good().kubernetes}) < len(good().kubernetes)
    assert list(CHECKS["names"](good(), ENVIRONMENT)) == []


@pytest.mark.parametrize("port", [3001, "web"])
def test_a_route_leads_to_a_port_of_the_service(port: Any) -> None:
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "kgc-sidecar", "namespace": "kgc-sidecar"},
        "spec": {"rules": [{"backendRefs": [{"name": "kgc-sidecar", "port": 3000}]}]},
    }
    rendered = Rendered((*good().kubernetes, route))
    case = Case("HTTPRoute/kgc-sidecar", "spec|rules|0|backendRefs|0|port", port, "spec.rules.0.backendRefs")
    assert_reported("wiring", case, rendered=rendered)


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("ExternalSecret", {"target": {"name": "s"}}),
        ("VaultStaticSecret", {"destination": {"name": "s"}}),
        ("Certificate", {"secretName": "s"}),
    ],
)
def test_a_secret_that_an_operator_makes_exists(kind: str, spec: dict[str, Any]) -> None:
    broken = changed(SIDECAR, *REFERENCES["a Secret that nobody makes"][1:3])
    assert list(CHECKS["references"](broken, ENVIRONMENT)) != []
    maker = {"kind": kind, "metadata": {"name": "maker"}, "spec": spec}
    assert list(CHECKS["references"](Rendered((*broken.kubernetes, maker)), ENVIRONMENT)) == []


def test_an_optional_secret_need_not_exist() -> None:
    volume = {"name": "s", "secret": {"secretName": "s", "optional": True}}
    assert list(CHECKS["references"](changed(SIDECAR, f"{POD}|volumes|+", volume), ENVIRONMENT)) == []


def test_a_shell_may_use_its_own_variables() -> None:
    command = ["/bin/sh", "-ec", 'echo "${HOME}" "$(date)" "${1:-x}" $@']
    assert list(CHECKS["tokens"](changed(SIDECAR, f"{CONTAINER}|command", command), ENVIRONMENT)) == []


@pytest.mark.parametrize(
    ("where", "path", "name"),
    [
        ("ConfigMap/kgc-sidecar-config", "metadata|name", ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 61])),
        ("CronJob/kgc-sidecar-rotation", "metadata|name", "a" * 52),
        (
            SIDECAR,
            "metadata|labels",
            lambda old: {**old, ".".join(["a" * 63] * 3 + ["d" * 61]) + "/" + "n" * 63: "v" * 63},
        ),
        (SIDECAR, "metadata|labels", lambda old: {**old, "Team": ""}),
        (SIDECAR, f"{CONTAINER}|ports|+", {"containerPort": 9}),
    ],
)
def test_the_longest_names_are_right(where: str, path: str, name: Any) -> None:
    assert list(CHECKS["names"](changed(where, path, name), ENVIRONMENT)) == []


def test_a_longer_prefix_is_not() -> None:
    key = ".".join(["a" * 63] * 3 + ["d" * 62]) + "/name"
    assert list(CHECKS["names"](changed(SIDECAR, f"metadata|labels|{key}", "x"), ENVIRONMENT)) != []
