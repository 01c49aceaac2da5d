"""How strong an environment is: what its Kubernetes objects say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kgc_constructs.checks.environments.facts import Measure
from kgc_constructs.checks.model.amounts import amount
from kgc_constructs.checks.model.numbers import share, whole
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.workloads import SCALED, autoscaler_of, fewest_pods

__all__ = ["kubernetes_measures"]

_LEVELS = {"privileged": 0, "baseline": 1, "restricted": 2}
_ENFORCE = "pod-security.kubernetes.io/enforce"
_HARDENED: dict[str, Any] = {
    "securityContext.readOnlyRootFilesystem": True,
    "securityContext.allowPrivilegeEscalation": False,
    "securityContext.privileged": False,
}


def kubernetes_measures(rendered: Rendered) -> Iterator[Measure]:
    """Pods, their hardening, and what watches over them."""
    for pod in pods(rendered):
        yield from _of_pods(rendered, pod)
        yield from _hardening(pod)
        yield from _resources(pod)
    for namespace in rendered.of_kind("Namespace"):
        level = mapping(at(namespace, "metadata.labels")).get(_ENFORCE)
        yield _of(
            namespace, "hardening", f"metadata.labels.{_ENFORCE}", _LEVELS.get(str(level), 0), level, key=_ENFORCE
        )
    for kind in ("ResourceQuota", "LimitRange"):
        for document in rendered.of_kind(kind):
            yield _of(document, "hardening", "metadata.name", 1, name_of(document), key=kind)
    for policy in rendered.of_kind("NetworkPolicy"):
        yield from _denials(policy)
    for ingress in rendered.of_kind("Ingress"):
        encrypted = bool(mappings(at(ingress, "spec.tls")))
        yield _of(ingress, "hardening", "spec.tls", encrypted, encrypted, needed=False)
    for kind in ("ServiceMonitor", "PodMonitor"):
        yield from (_of(each, "alarms", "metadata.name", 1, name_of(each)) for each in rendered.of_kind(kind))
    for document in rendered.of_kind("PrometheusRule"):
        for group in mappings(at(document, "spec.groups")):
            for alert in (each.get("alert") for each in mappings(group.get("rules")) if each.get("alert")):
                yield _of(document, "alarms", f"spec.groups.{group.get('name')}.{alert}", 1, alert)
    for job in rendered.of_kind("CronJob"):
        runs = at(job, "spec.suspend") is not True
        yield _of(job, "rotation", "spec.suspend", runs, not runs)


def _of_pods(rendered: Rendered, pod: Pod) -> Iterator[Measure]:
    owner = pod.owner
    if owner.get("kind") not in SCALED:
        return
    fewest, autoscaler = fewest_pods(rendered, owner), autoscaler_of(rendered, owner)
    path = "spec.minReplicas" if autoscaler else "spec.replicas"
    key = f"{owner['kind']}/{name_of(owner)} pods"
    yield _of(autoscaler or owner, "availability", path, fewest, fewest, key=key)
    for budget in rendered.of_kind("PodDisruptionBudget"):
        spec = mapping(budget.get("spec"))
        if selects(spec.get("selector"), pod.labels):
            least, most = share(spec.get("minAvailable"), fewest), share(spec.get("maxUnavailable"), fewest)
            kept = least if least is not None else max(fewest - (fewest if most is None else most), 0)
            yield _of(budget, "availability", "spec.minAvailable", kept, kept)
    kept_versions = at(owner, "spec.revisionHistoryLimit")
    number = whole(kept_versions)
    yield _of(owner, "retention", "spec.revisionHistoryLimit", 10 if number is None else number, kept_versions)


def _hardening(pod: Pod) -> Iterator[Measure]:
    for path, container in pod.containers("containers"):
        for field, wanted in _HARDENED.items():
            given = at(container, field)
            yield _in(pod, "hardening", f"{path}.{field}", given is wanted, given, needed=False)
        dropped = at(container, "securityContext.capabilities.drop")
        all_ = isinstance(dropped, list) and "ALL" in dropped
        yield _in(pod, "hardening", f"{path}.securityContext.capabilities.drop", all_, dropped, needed=False)
        root = at(container, "securityContext.runAsNonRoot")
        given = root if root is not None else at(pod.spec, "securityContext.runAsNonRoot")
        yield _in(pod, "hardening", f"{path}.securityContext.runAsNonRoot", given is True, given, needed=False)
    profile = at(pod.spec, "securityContext.seccompProfile.type")
    safe = profile in ("RuntimeDefault", "Localhost")
    yield _in(pod, "hardening", "spec.securityContext.seccompProfile.type", safe, profile, needed=False)
    token = pod.spec.get("automountServiceAccountToken")
    yield _in(pod, "hardening", "spec.automountServiceAccountToken", token is False, token, needed=False)


def _resources(pod: Pod) -> Iterator[Measure]:
    for path, container in pod.containers("containers"):
        for kind in ("requests", "limits"):
            for name, given in mapping(at(container, f"resources.{kind}")).items():
                number = amount(given)
                if number is not None:
                    yield _in(pod, "resources", f"{path}.resources.{kind}.{name}", float(number), given)


def _denials(policy: Document) -> Iterator[Measure]:
    spec = mapping(policy.get("spec"))
    types = spec.get("policyTypes")
    everybody = not mapping(spec.get("podSelector"))
    for direction in ("Ingress", "Egress"):
        named = direction in types if isinstance(types, list) else direction == "Ingress"
        denies = everybody and named and not spec.get(direction.lower())
        key = f"default deny {direction}" if everybody else f"NetworkPolicy/{name_of(policy)} {direction}"
        shown = f"{direction} denied" if denies else f"{direction} {'limited' if named else 'open'}"
        yield _of(policy, "hardening", f"spec.{direction.lower()}", 2 * denies + named, shown, key=key)


def _of(
    document: Mapping[str, Any],
    rule: str,
    path: str,
    value: float,
    shown: object,
    *,
    key: str = "",
    needed: bool = True,
) -> Measure:
    target = f"{document.get('kind')}/{name_of(document)}"
    return Measure(
        rule=f"weaker-{rule}", key=key or f"{target}: {path}", target=target, path=path, value=float(value),
        shown=shown, needed=needed,
    )  # fmt: skip


def _in(pod: Pod, rule: str, path: str, value: float, shown: object, *, needed: bool = True) -> Measure:
    return _of(pod.owner, rule, f"{pod.path}.{path}" if pod.path else path, value, shown, needed=needed)
