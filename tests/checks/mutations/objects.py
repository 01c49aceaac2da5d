"""Names, labels, references, selectors and ports, broken in several ways."""

from __future__ import annotations

from typing import Any

from tests.checks.mutations.mutation import ABSENT, Mutation, of_rule

__all__ = ["MUTATIONS"]

SIDECAR, ROTATION = "Deployment", "CronJob"
POD, JOB = "spec|template|spec", "spec|jobTemplate|spec|template|spec"
CONTAINER, JOB_CONTAINER = f"{POD}|containers|kgc-sidecar", f"{JOB}|containers|rotation"
JOB_LABELS = "spec|jobTemplate|spec|template|metadata|labels"
NAME, INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"
SELECTOR = {NAME: "kgc-sidecar", INSTANCE: "kgc-sidecar"}
CONFIG = "ConfigMap/kgc-sidecar-config"
BUDGET, MONITOR, POLICY = "PodDisruptionBudget", "ServiceMonitor", "NetworkPolicy/kgc-sidecar"
PATHS = "spec|rules|0|http|paths|0|backend|service"
NGINX = ("nginx, cert-manager, operator, JWT by discovery, fixed replicas",)
GATEWAY = ("gateway, cert-manager, one sidecar, JWT for the agent, given secrets",)


def _volume(**source: Any) -> dict[str, Any]:
    return {"name": "more", **source}


def _item(key: str) -> list[dict[str, str]]:
    return [{"key": key, "path": "config.json"}]


def _variable(key: str) -> dict[str, Any]:
    return {"name": "MORE", "valueFrom": {"configMapKeyRef": {"name": "kgc-sidecar-config", "key": key}}}


MUTATIONS: tuple[Mutation, ...] = (
    *of_rule(
        "object-name",
        ("capitals", CONFIG, "metadata|name", "Config"),
        ("an underscore", SIDECAR, "metadata|name", "kgc_sidecar"),
        ("no name", "Service", "metadata|name", ABSENT),
        ("a Service that begins with a digit", "Service", "metadata|name", "1-kgc"),
        ("a job's name one too long", ROTATION, "metadata|name", "a" * 53),
        ("a Namespace with a dot", "Namespace", "metadata|name", "kgc.sidecar"),
        ("no kind of API", MONITOR, "apiVersion", ABSENT),
        ("a role with a slash", "Role", "metadata|name", "kgc/sidecar"),
    ),
    *of_rule(
        "object-once",
        ("the default policy with the sidecar's name", "NetworkPolicy/default-deny", "metadata|name", "kgc-sidecar"),
        ("with the job's", "NetworkPolicy/default-deny", "metadata|name", "kgc-sidecar-rotation"),
        ("the sidecar's with the default's", POLICY, "metadata|name", "default-deny"),
        ("the job's policy", "NetworkPolicy/kgc-sidecar-rotation", "metadata|name", "kgc-sidecar"),
        ("the job's account", "ServiceAccount/kgc-sidecar-rotation", "metadata|name", "kgc-sidecar"),
    ),
    *of_rule(
        "label-syntax",
        ("a value with a space", SIDECAR, "metadata|labels|team", "two words"),
        ("a value one too long", "Service", "metadata|labels|team", "x" * 64),
        ("a number", CONFIG, "metadata|labels|team", 7),
        ("a key with a space", SIDECAR, "metadata|annotations|two words", "x"),
        ("a prefix with a capital", "Role", "metadata|labels|Example.com/team", "x"),
        ("a pod's value with a slash", SIDECAR, "spec|template|metadata|labels|team", "a/b"),
        ("an annotation that is true", "Ingress", "metadata|annotations|x", True),
        ("a job's label that ends with a dash", ROTATION, f"{JOB_LABELS}|team", "a-"),
    ),
    *of_rule(
        "container-names",
        ("capitals", ROTATION, f"{JOB_CONTAINER}|name", "Rotation"),
        ("twice", SIDECAR, f"{POD}|initContainers", [{"name": "kgc-sidecar", "image": "x:1"}]),
        ("a port one too long", SIDECAR, f"{CONTAINER}|ports|http|name", "sixteen-letters-"),
        ("a port of digits", SIDECAR, f"{CONTAINER}|ports|metrics|name", "8080"),
        ("a port with an underscore", SIDECAR, f"{CONTAINER}|ports|+", {"name": "a_b", "containerPort": 9}),
        ("no name", SIDECAR, f"{POD}|initContainers", [{"image": "x:1"}]),
    ),
    *of_rule(
        "variable-once",
        ("once more", SIDECAR, f"{CONTAINER}|env|+", {"name": "LOG_LEVEL", "value": "debug"}),
        ("the same again", SIDECAR, f"{CONTAINER}|env|+", {"name": "TIMEOUT_MS", "value": "2000"}),
        ("by a Secret", SIDECAR, f"{CONTAINER}|env|+", {"name": "VAULT_ADDR", "valueFrom": {}}),
        ("of the job", ROTATION, f"{JOB_CONTAINER}|env|+", {"name": "HOME", "value": "/"}),
        ("one renamed to another", SIDECAR, f"{CONTAINER}|env|BATCH_SIZE|name", "CACHE_SIZE"),
    ),
    *of_rule(
        "environment-labels",
        ("no version", "Service", "metadata|labels|app.kubernetes.io/version", ABSENT),
        ("another environment", CONFIG, "metadata|labels|kgc.unrdf.dev/environment", "elsewhere"),
        ("misspelt", SIDECAR, "metadata|labels|app.kubernetes.io/part-of", "kcg"),
        ("a pod without the version", SIDECAR, "spec|template|metadata|labels|app.kubernetes.io/version", ABSENT),
        ("a job of another version", ROTATION, f"{JOB_LABELS}|app.kubernetes.io/version", "0"),
        ("no labels", "Role", "metadata|labels", ABSENT),
    ),
    *of_rule(
        "object-namespace",
        ("none", SIDECAR, "metadata|namespace", ABSENT),
        ("another", "Service", "metadata|namespace", "default"),
        ("misspelt", CONFIG, "metadata|namespace", "kgc-sidcar"),
        ("a Namespace in one", "Namespace", "metadata|namespace", "kgc-sidecar"),
        ("another Namespace", "Namespace", "metadata|name", "kgc"),
        ("the policy elsewhere", POLICY, "metadata|namespace", "kube-system"),
    ),
    *of_rule(
        "pod-needs-object",
        ("a ConfigMap misspelt", SIDECAR, f"{POD}|volumes|config|configMap|name", "kgc-sidecar-conf"),
        ("the ConfigMap renamed", CONFIG, "metadata|name", "kgc-config"),
        ("a Secret", SIDECAR, f"{POD}|volumes|+", _volume(secret={"secretName": "kgc"})),
        ("a Secret's variables", SIDECAR, f"{CONTAINER}|envFrom", [{"secretRef": {"name": "kgc"}}]),
        ("a claim", SIDECAR, f"{POD}|volumes|+", _volume(persistentVolumeClaim={"claimName": "kgc"})),
        ("the claim renamed", "PersistentVolumeClaim", "metadata|name", "kgc"),
        ("a pull secret", ROTATION, f"{JOB}|imagePullSecrets", [{"name": "other"}]),
    ),
    *of_rule(
        "pod-needs-key",
        ("an item misspelt", SIDECAR, f"{POD}|volumes|config|configMap|items", _item("config.jsn")),
        ("a variable misspelt", SIDECAR, f"{CONTAINER}|env|+", _variable("config.yaml")),
        ("a variable of the job", ROTATION, f"{JOB_CONTAINER}|env|+", _variable("rotation.json")),
        ("an item of a projection", SIDECAR, f"{POD}|volumes|+", _volume(
            projected={"sources": [{"configMap": {"name": "kgc-sidecar-config", "items": _item("config")}}]}
        )),
        ("an item of the job", ROTATION, f"{JOB}|volumes|+", _volume(
            configMap={"name": "kgc-sidecar-config", "items": _item("Config.json")}
        )),
    ),
    *of_rule(
        "pod-needs-service-account",
        ("misspelt", SIDECAR, f"{POD}|serviceAccountName", "kgc-sidcar"),
        ("none", SIDECAR, f"{POD}|serviceAccountName", ABSENT),
        ("none for the job", ROTATION, f"{JOB}|serviceAccountName", ABSENT),
        ("renamed", "ServiceAccount/kgc-sidecar", "metadata|name", "kgc"),
        ("a pull secret", "ServiceAccount/kgc-sidecar", "imagePullSecrets", [{"name": "other"}]),
    ),
    *of_rule(
        "container-mounts-volume",
        ("misspelt", SIDECAR, f"{CONTAINER}|volumeMounts|config|name", "configuration"),
        ("the volume renamed", SIDECAR, f"{POD}|volumes|tmp|name", "temp"),
        ("no volumes", SIDECAR, f"{POD}|volumes", ABSENT),
        ("the job's volume deleted", ROTATION, f"{JOB}|volumes|tmp", ABSENT),
        ("one more", ROTATION, f"{JOB_CONTAINER}|volumeMounts|+", {"name": "data", "mountPath": "/data"}),
    ),
    *of_rule(
        "role-binding-target",
        ("a role misspelt", "RoleBinding", "roleRef|name", "kgc-sidcar"),
        ("a role of the cluster", "RoleBinding", "roleRef|kind", "ClusterRole"),
        ("the role renamed", "Role", "metadata|name", "kgc"),
        ("an account misspelt", "RoleBinding", "subjects|0|name", "kgc-sidcar"),
        ("an account elsewhere", "RoleBinding", "subjects|0|namespace", "default"),
        ("everybody", "RoleBinding", "subjects|0", {"kind": "Group", "name": "system:authenticated"}),
    ),
    *of_rule(
        "route-backend",
        ("a Service misspelt", "Ingress", f"{PATHS}|name", "kgc-sidcar"),
        ("a port misspelt", "Ingress", f"{PATHS}|port|name", "https"),
        ("a port shifted by one", "Ingress", f"{PATHS}|port", {"number": 3001}),
        ("the Service renamed", "Service", "metadata|name", "kgc"),
        ("the Service's port renamed", "Service", "spec|ports|http|name", "web"),
        ("a certificate that nobody makes", "Ingress", "spec|tls|0|secretName", "other"),
        ("another default", "Ingress", "spec|defaultBackend", {"service": {"name": "other", "port": {"number": 1}}}),
    ),
    *of_rule(
        "route-backend",
        ("a port of a route shifted by one", "HTTPRoute", "spec|rules|0|backendRefs|0|port", 3001),
        ("a Service of a route misspelt", "HTTPRoute", "spec|rules|0|backendRefs|0|name", "kgc"),
        environments=GATEWAY,
    ),
    *of_rule(
        "service-target-port",
        ("misspelt", "Service", "spec|ports|http|targetPort", "web"),
        ("shifted by one", "Service", "spec|ports|metrics|targetPort", 8081),
        ("none, and another port", "Service", "spec|ports|http", {"name": "http", "port": 80}),
        ("the container's port renamed", SIDECAR, f"{CONTAINER}|ports|metrics|name", "prom"),
        ("no ports of the container", SIDECAR, f"{CONTAINER}|ports", ABSENT),
    ),
    *of_rule(
        "port-crossed",
        ("metrics to the API", "Service", "spec|ports|metrics|targetPort", "http"),
        ("metrics to the API by number", "Service", "spec|ports|metrics|targetPort", 3000),
        ("the API to metrics", "Service", "spec|ports|http|targetPort", "metrics"),
        ("the API to metrics by number", "Service", "spec|ports|http|targetPort", 8080),
        ("without a target", "Service", "spec|ports|metrics", {"name": "metrics", "port": 3000}),
    ),
    *of_rule(
        "monitor-port",
        ("the API", MONITOR, "spec|endpoints|0|port", "http"),
        ("misspelt", MONITOR, "spec|endpoints|0|port", "metric"),
        ("a number", MONITOR, "spec|endpoints|0|port", 8080),
        ("none", MONITOR, "spec|endpoints|0|port", ABSENT),
        ("another namespace", MONITOR, "spec|namespaceSelector|matchNames", ["monitoring"]),
        ("the Service's port renamed", "Service", "spec|ports|metrics|name", "prom"),
    ),
    *of_rule(
        "probe-port",
        ("misspelt", SIDECAR, f"{CONTAINER}|livenessProbe|httpGet|port", "web"),
        ("shifted by one", SIDECAR, f"{CONTAINER}|readinessProbe|httpGet|port", 3001),
        ("by another action", SIDECAR, f"{CONTAINER}|startupProbe|tcpSocket", {"port": 1}),
        ("by gRPC", SIDECAR, f"{CONTAINER}|livenessProbe", {"grpc": {"port": 9000}}),
        ("the container's port renamed", SIDECAR, f"{CONTAINER}|ports|http|name", "web"),
    ),
    *of_rule(
        "selector-stable",
        ("a version", SIDECAR, "spec|selector|matchLabels|app.kubernetes.io/version", "1.4.2"),
        ("a hash", SIDECAR, "spec|selector|matchLabels|cdk8s.io/metadata.addr", "app-Deployment-c898a0f9"),
        ("a label less", "Service", f"spec|selector|{NAME}", ABSENT),
        ("a label more", BUDGET, "spec|selector|matchLabels|team", "graph"),
        ("expressions", SIDECAR, "spec|selector|matchExpressions", [{"key": NAME, "operator": "Exists"}]),
        ("another instance", MONITOR, f"spec|selector|matchLabels|{INSTANCE}", "kgc"),
    ),
    *of_rule(
        "selector-matches-template",
        ("a label of the pods misspelt", SIDECAR, f"spec|template|metadata|labels|{NAME}", "kgc-sidcar"),
        ("a label of the pods deleted", SIDECAR, f"spec|template|metadata|labels|{INSTANCE}", ABSENT),
        ("a selector misspelt", SIDECAR, f"spec|selector|matchLabels|{NAME}", "kgc"),
        ("pods without a name", SIDECAR, "spec|selector|matchExpressions", [{"key": NAME, "operator": "DoesNotExist"}]),
        (
            "other pods counted",
            SIDECAR,
            f"{POD}|topologySpreadConstraints|0|labelSelector|matchLabels|{NAME}",
            "kgc-rotation",
        ),
    ),
    *of_rule(
        "selector-matches-something",
        ("a Service misspelt", "Service", f"spec|selector|{NAME}", "kgc-sidcar"),
        ("a budget misspelt", BUDGET, f"spec|selector|matchLabels|{INSTANCE}", "kgc"),
        ("a budget of another program", BUDGET, f"spec|selector|matchLabels|{NAME}", "kgc"),
        ("a monitor misspelt", MONITOR, f"spec|selector|matchLabels|{NAME}", "kgc"),
        ("a budget of labels that exclude", BUDGET, "spec|selector|matchExpressions", [
            {"key": NAME, "operator": "NotIn", "values": ["kgc-sidecar"]},
        ]),
        ("the Service without labels", "Service", "metadata|labels", ABSENT),
    ),
    *of_rule(
        "selector-matches-others",
        ("the job as a sidecar", ROTATION, f"{JOB_LABELS}|{NAME}", "kgc-sidecar"),
        ("the job with the sidecar's labels only", ROTATION, JOB_LABELS, SELECTOR),
        ("a Service of every name", "Service", "spec|selector", {INSTANCE: "kgc-sidecar"}),
        ("a budget of every name", BUDGET, "spec|selector|matchLabels", {INSTANCE: "kgc-sidecar"}),
        ("a workload of every name", SIDECAR, "spec|selector|matchLabels", {INSTANCE: "kgc-sidecar"}),
    ),
)  # fmt: skip
