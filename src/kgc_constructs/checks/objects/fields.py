"""Fields that Kubernetes does not know, and fields that it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.fields import PARTS, SPECS
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_API = "https://kubernetes.io/docs/reference/kubernetes-api/"
UNKNOWN = Rule(
    id="field-unknown",
    title="Every field is one that Kubernetes knows at that place",
    why="a strict server refuses it, a lax one ignores it: what it should do is not done",
    source=f"{_API} and https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
)
REQUIRED = Rule(
    id="field-required",
    title="No object lacks a field that it cannot do without",
    why="the API server refuses it, or it does nothing",
    source=_API,
)
RULES = (REQUIRED, UNKNOWN)

_TEMPLATE, _JOB_TEMPLATE = "spec.template.spec", "spec.jobTemplate.spec.template.spec"
_NEEDED = {
    ("v1", "Pod"): ("spec.containers",),
    ("v1", "PersistentVolumeClaim"): ("spec.accessModes", "spec.resources.requests.storage"),
    ("apps/v1", "DaemonSet"): ("spec.selector", f"{_TEMPLATE}.containers"),
    ("apps/v1", "Deployment"): ("spec.selector", f"{_TEMPLATE}.containers"),
    ("apps/v1", "StatefulSet"): ("spec.selector", f"{_TEMPLATE}.containers"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"): ("spec.scaleTargetRef.name", "spec.maxReplicas"),
    ("batch/v1", "CronJob"): ("spec.schedule", f"{_JOB_TEMPLATE}.containers", f"{_JOB_TEMPLATE}.restartPolicy"),
    ("batch/v1", "Job"): (f"{_TEMPLATE}.containers", f"{_TEMPLATE}.restartPolicy"),
    ("networking.k8s.io/v1", "NetworkPolicy"): ("spec",),
    ("policy/v1", "PodDisruptionBudget"): ("spec.selector",),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): ("roleRef.kind", "roleRef.name"),
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): ("roleRef.kind", "roleRef.name"),
}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_PLACES = {
    "pod": "the pod's spec",
    "pod context": "the pod's securityContext",
    "container": "the container",
    "container context": "the container's securityContext",
}
_CLOSE = 0.75  # as difflib counts: one letter missing in five, two in eight
Part = tuple[str, str, Document]
"""Path, what it is, and the fields that it has."""


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Specs, pods, containers and what is in them."""
    for document in rendered.kubernetes:
        kind = (str(document.get("apiVersion")), str(document.get("kind")))
        for path in _NEEDED.get(kind, ()):
            if at(document, path) in (None, "", [], {}):
                yield REQUIRED.in_object(document, path, at(document, path), "something")
        for key in _unknown(mapping(document.get("spec")), SPECS.get(kind)):
            rule, allowed = _judged(key, SPECS[kind], "", environment)
            yield rule.in_object(document, f"spec.{key}", key, allowed)
    for pod in pods(rendered):
        yield from _incomplete(pod)
        for path, part, fields in _parts(pod):
            for key in _unknown(fields, PARTS[part]):
                rule, allowed = _judged(key, PARTS[part], part, environment)
                yield pod.finding(rule, f"{path}.{key}", key, allowed)


def _unknown(fields: Document, known: frozenset[str] | None) -> list[str]:
    return [] if known is None else sorted(str(key) for key in fields if key not in known and fields[key] is not None)


def _judged(key: str, known: frozenset[str], part: str, environment: Environment | None) -> tuple[Rule, str]:
    """How sure it is that a field is a mistake: it may also be one of a newer Kubernetes than we know."""
    for other, place in _PLACES.items():
        if part in _PLACES and key in PARTS[other]:
            return UNKNOWN, f"nothing: {key} is a field of {place}"
    import difflib  # noqa: PLC0415  # only when something is wrong

    small = {field.lower(): field for field in known}
    if close := difflib.get_close_matches(key.lower(), small, n=1, cutoff=_CLOSE):
        return UNKNOWN, small[close[0]]
    return UNKNOWN if environment else UNKNOWN.advice, ", ".join(sorted(known))


def _parts(pod: Pod) -> Iterator[Part]:
    yield "spec", "pod", pod.spec
    yield "spec.securityContext", "pod context", mapping(pod.spec.get("securityContext"))
    for volume in pod.volumes():
        yield f"spec.volumes.{volume.get('name')}", "volume", volume
    for path, container in pod.containers():
        yield path, "container", container
        context = mapping(container.get("securityContext"))
        yield f"{path}.securityContext", "container context", context
        yield f"{path}.securityContext.capabilities", "capabilities", mapping(context.get("capabilities"))
        yield f"{path}.resources", "resources", mapping(container.get("resources"))
        for probe in _PROBES:
            yield f"{path}.{probe}", "probe", mapping(container.get(probe))
        for field, part in (("volumeMounts", "mount"), ("env", "variable"), ("ports", "port")):
            for member in mappings(container.get(field)):
                yield f"{path}.{field}.{member.get('name')}", part, member


_INSIDE = {"volumeMounts": ("name", "mountPath"), "env": ("name",), "ports": ("containerPort",)}


def _incomplete(pod: Pod) -> Iterator[Finding]:
    for path, container in pod.containers():
        lacking: list[tuple[str, Any]] = [(key, container.get(key)) for key in ("name", "image")]
        for field, keys in _INSIDE.items():
            for number, member in enumerate(mappings(container.get(field))):
                lacking += [(f"{field}.{number}.{key}", member.get(key)) for key in keys]
        for where, value in lacking:
            if value in (None, ""):
                yield pod.finding(REQUIRED, f"{path}.{where}", value, "something")
