"""Fields, images, rights, files, configuration and routes, broken in several ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.checks.mutations.mutation import ABSENT, Mutation, of_rule
from tests.checks.mutations.objects import CONFIG, CONTAINER, JOB, JOB_CONTAINER, NGINX, POD, ROTATION, SIDECAR

__all__ = ["MUTATIONS"]

SECURITY = f"{CONTAINER}|securityContext"
CHECKSUM = "spec|template|metadata|annotations|checksum/config"
PINNED = ("staging", "production")
REWRITE = "metadata|annotations|nginx.ingress.kubernetes.io/rewrite-target"
PORTS = "metadata|annotations|alb.ingress.kubernetes.io/listen-ports"
DIGEST = "@sha256:" + "0123456789abcdef" * 4


def _rights(**rights: Any) -> list[dict[str, Any]]:
    return [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"], **rights}]


def _with_cors(cors: dict[str, Any]) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), "cors": cors})


MUTATIONS: tuple[Mutation, ...] = (
    *of_rule(
        "field-unknown",
        ("capabilities of the pod", SIDECAR, f"{POD}|securityContext|capabilities", {"drop": ["ALL"]}),
        ("a user of the container", ROTATION, f"{JOB_CONTAINER}|runAsUser", 10_001),
        ("an image misspelt", SIDECAR, f"{CONTAINER}|imag", "registry.example.com/kgc:1"),
        ("a probe misspelt", SIDECAR, f"{CONTAINER}|livenesProbe", {}),
        ("a limit misspelt", SIDECAR, f"{CONTAINER}|resources|limit", {"cpu": "1"}),
        ("in small letters", SIDECAR, f"{SECURITY}|readonlyRootFilesystem", True),
        ("an autoscaler's field misspelt", "HorizontalPodAutoscaler", "spec|maxReplica", 4),
        ("a volume misspelt", SIDECAR, f"{POD}|volumes|+", {"name": "more", "emptydir": {}}),
        ("a group of the container", SIDECAR, f"{SECURITY}|fsGroup", 10_001),
    ),
    *of_rule(
        "field-required",
        ("no image", SIDECAR, f"{CONTAINER}|image", ABSENT),
        ("a budget that says nothing", "PodDisruptionBudget", "spec", {}),
        ("no selector", SIDECAR, "spec|selector", ABSENT),
        ("no containers", SIDECAR, f"{POD}|containers", []),
        ("no schedule", ROTATION, "spec|schedule", ABSENT),
        ("a job that always restarts", ROTATION, f"{JOB}|restartPolicy", ABSENT),
        ("a mount without a path", SIDECAR, f"{CONTAINER}|volumeMounts|tmp|mountPath", ABSENT),
        ("an autoscaler of nothing", "HorizontalPodAutoscaler", "spec|scaleTargetRef", ABSENT),
    ),
    *of_rule(
        "image-pinned",
        ("latest", SIDECAR, f"{CONTAINER}|image", "registry.example.com/unrdf/kgc-sidecar:latest"),
        ("no tag", SIDECAR, f"{CONTAINER}|image", "registry.example.com/unrdf/kgc-sidecar"),
        ("no tag, with a port", SIDECAR, f"{CONTAINER}|image", "registry.example.com:5000/unrdf/kgc-sidecar"),
        ("latest for the job", ROTATION, f"{JOB_CONTAINER}|image", "kgc-constructs:latest"),
        ("an init container", SIDECAR, f"{POD}|initContainers", [{"name": "init", "image": "busybox"}]),
        environments=PINNED,
    ),
    *of_rule(
        "image-reference",
        ("two digests", SIDECAR, f"{CONTAINER}|image", lambda image: image.partition("@")[0] + DIGEST + DIGEST),
        ("capitals", SIDECAR, f"{CONTAINER}|image", "registry.example.com/KGC:1.4.2"),
        ("a short digest", SIDECAR, f"{CONTAINER}|image", "registry.example.com/kgc@sha256:0123"),
        ("a space", SIDECAR, f"{CONTAINER}|image", "registry.example.com/kgc: 1.4.2"),
        ("a scheme", ROTATION, f"{JOB_CONTAINER}|image", "https://registry.example.com/kgc:1.4.2"),
        ("an empty tag", ROTATION, f"{JOB_CONTAINER}|image", "registry.example.com/kgc:"),
    ),
    *of_rule(
        "role-reads-secrets",
        ("get all", "Role", "rules", _rights(resources=["configmaps", "secrets"])),
        ("list", "Role", "rules", _rights(resources=["secrets"], verbs=["list"])),
        ("watch one", "Role", "rules", _rights(resources=["secrets"], resourceNames=["x"], verbs=["watch"])),
        ("everything", "Role", "rules", _rights(resources=["*"])),
        ("every verb", "Role", "rules", _rights(resources=["secrets"], resourceNames=["x"], verbs=["*"])),
        ("every group", "Role", "rules|+", _rights(apiGroups=["*"], resources=["secrets"])[0]),
    ),
    *of_rule(
        "role-too-wide",
        ("every verb", "Role", "rules|0|verbs", ["*"]),
        ("every resource", "Role", "rules|0|resources", ["*"]),
        ("every group", "Role", "rules|0|apiGroups", ["*"]),
        ("impersonate", "Role", "rules|+", _rights(resources=["users"], verbs=["impersonate"])[0]),
        ("escalate", "Role", "rules|+", _rights(resources=["roles"], verbs=["get", "escalate"])[0]),
        ("bind", "Role", "rules|+", _rights(resources=["roles"], verbs=["bind"])[0]),
    ),
    *of_rule(
        "root-filesystem-writable",
        ("not said", SIDECAR, f"{SECURITY}|readOnlyRootFilesystem", ABSENT),
        ("writable", SIDECAR, f"{SECURITY}|readOnlyRootFilesystem", False),
        ("not said for the job", ROTATION, f"{JOB_CONTAINER}|securityContext|readOnlyRootFilesystem", ABSENT),
        ("a text", ROTATION, f"{JOB_CONTAINER}|securityContext|readOnlyRootFilesystem", "true"),
        ("an init container", SIDECAR, f"{POD}|initContainers", [{"name": "init", "image": "x:1"}]),
    ),
    *of_rule(
        "scratch-without-limit",
        ("no limit", SIDECAR, f"{POD}|volumes|tmp|emptyDir", {}),
        ("no limit for data", SIDECAR, f"{POD}|volumes|data|emptyDir|sizeLimit", ABSENT),
        ("in memory", SIDECAR, f"{POD}|volumes|tmp|emptyDir", {"medium": "Memory"}),
        ("no limit for the job", ROTATION, f"{JOB}|volumes|tmp|emptyDir|sizeLimit", ABSENT),
        ("one more", SIDECAR, f"{POD}|volumes|+", {"name": "more", "emptyDir": {}}),
    ),
    *of_rule(
        "data-in-scratch",
        ("the ledger", SIDECAR, f"{POD}|volumes|lockchain", {"name": "lockchain", "emptyDir": {"sizeLimit": "1Gi"}}),
        ("data without limit", SIDECAR, f"{POD}|volumes|data|emptyDir|sizeLimit", ABSENT),
        ("a ledger in what is for scratch", SIDECAR, f"{CONTAINER}|volumeMounts|data|mountPath", "/app/data/ledger"),
        ("a database", SIDECAR, f"{CONTAINER}|volumeMounts|tmp|mountPath", "/var/lib/postgresql/data"),
        ("the job's ledger", ROTATION, f"{JOB_CONTAINER}|volumeMounts|tmp|mountPath", "/lockchain"),
    ),
    *of_rule(
        "configuration-rolls-pods",
        ("no checksum", SIDECAR, CHECKSUM, ABSENT),
        ("another checksum", SIDECAR, CHECKSUM, "0" * 64),
        ("a checksum shifted by one digit", SIDECAR, CHECKSUM, lambda checksum: checksum[1:] + checksum[0]),
        ("no annotations", SIDECAR, "spec|template|metadata|annotations", ABSENT),
        ("another configuration", CONFIG, "data|config.json", lambda text: text.replace("2000", "2001")),
    ),
    *of_rule(
        "ingress-rewrites-every-path",
        ("to the root", "Ingress", REWRITE, "/"),
        ("to another path", "Ingress", REWRITE, "/app"),
        ("to a file", "Ingress", REWRITE, "/index.html"),
        ("by the other controller's name", "Ingress", "metadata|annotations|nginx.org/rewrite-target", "/"),
        ("to nothing", "Ingress", REWRITE, ""),
    ),
    *of_rule(
        "ingress-without-tls",
        ("no listener", "Ingress", PORTS, '[{"HTTP": 80}]'),
        ("no annotation", "Ingress", PORTS, ABSENT),
        ("another class", "Ingress", "spec", lambda spec: {**spec, "ingressClassName": "nginx", "tls": []}),
        ("plain at the other port", "Ingress", PORTS, '[{"HTTP": 443}]'),
    ),
    *of_rule(
        "ingress-without-tls",
        ("deleted", "Ingress", "spec|tls", ABSENT),
        ("none", "Ingress", "spec|tls", []),
        environments=NGINX,
    ),
    *of_rule(
        "cors-any-origin",
        ("in the configuration", CONFIG, "data|config.json", _with_cors({"origin": "*", "credentials": True})),
        ("a list of one", CONFIG, "data|config.json", _with_cors({"allowedOrigins": ["*"], "allowCredentials": True})),
        ("every origin is reflected", CONFIG, "data|config.json", _with_cors({"origin": True, "credentials": True})),
        ("by variables", SIDECAR, f"{CONTAINER}|env", [
            {"name": "CORS_ORIGIN", "value": "*"}, {"name": "CORS_ALLOW_CREDENTIALS", "value": "true"},
        ]),
        ("by another file", CONFIG, "data|more.json", '[{"cors": {"origins": "*", "credentials": "true"}}]'),
        ("by the controller", "Ingress", "metadata|annotations|nginx.ingress.kubernetes.io/enable-cors", "true"),
    ),
)  # fmt: skip
