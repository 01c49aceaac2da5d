"""References between objects: whatever is named exists here, or is known to exist outside."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.existing import Existing
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.used import used_by
from kgc_constructs.checks.model.workloads import namespace_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_KUBERNETES = "https://kubernetes.io/docs"
OBJECT = Rule(
    id="pod-needs-object",
    title="Every ConfigMap, Secret and claim that a pod needs exists",
    why="the pod would never start: the kubelet waits for what is not there",
    source=f"{_KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/ (volumes, env, envFrom)",
    settings=("image.pull_secrets", "secret_delivery", "lockchain"),
)
ACCOUNT = Rule(
    id="pod-needs-service-account",
    title="The service account that a pod runs as exists, and it names pull secrets that exist",
    why="no pod could be made, or its image not be pulled",
    source=f"{_KUBERNETES}/concepts/security/service-accounts/",
    settings=("image.pull_secrets",),
)
VOLUME = Rule(
    id="container-mounts-volume",
    title="What a container mounts is a volume of its pod",
    why="the API server refuses such a pod",
    source=f"{_KUBERNETES}/concepts/storage/volumes/",
)
BINDING = Rule(
    id="role-binding-target",
    title="A role binding gives a role that exists to an account that exists",
    why="it would give nothing, or give it to somebody else",
    source=f"{_KUBERNETES}/reference/access-authn-authz/rbac/",
)
RULES = (ACCOUNT, BINDING, OBJECT, VOLUME)

_BUILT_IN = ("admin", "cluster-admin", "edit", "view")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """What pods, accounts and role bindings name."""
    existing = Existing(rendered, environment)
    for pod in pods(rendered):
        yield from _needed(pod, existing)
        yield from _mounts(pod)
    for account in rendered.of_kind("ServiceAccount"):
        for reference in mappings(account.get("imagePullSecrets")):
            name = str(reference.get("name"))
            if rule := existing.lacks(ACCOUNT, "Secret", name, namespace_of(account)):
                reason = "no image could be pulled"
                yield rule.in_object(account, "imagePullSecrets", name, "a name of image.pull_secrets", reason)
    for binding in rendered.of_kind("RoleBinding", "ClusterRoleBinding"):
        yield from _role(binding, existing)
        yield from _subjects(binding, existing, environment)


def _needed(pod: Pod, existing: Existing) -> Iterator[Finding]:
    for kind, name, path in used_by(pod):
        if rule := existing.lacks(OBJECT, kind, name, pod.namespace):
            yield pod.finding(rule, path, name, f"a {kind} rendered here or declared")
    if rule := existing.lacks(ACCOUNT, "ServiceAccount", pod.service_account, pod.namespace):
        reason = "no pod could be made"
        yield pod.finding(
            rule, "spec.serviceAccountName", pod.service_account, "a ServiceAccount rendered here", reason
        )


def _mounts(pod: Pod) -> Iterator[Finding]:
    volumes = {str(volume.get("name")) for volume in pod.volumes()}
    volumes |= {name_of(claim) for claim in mappings(at(pod.owner, "spec.volumeClaimTemplates"))}
    for path, container in pod.containers():
        for mount in mappings(container.get("volumeMounts")):
            if str(mount.get("name")) not in volumes:
                allowed = ", ".join(sorted(volumes)) or "nothing, because the pod has no volumes"
                yield pod.finding(VOLUME, f"{path}.volumeMounts", mount.get("name"), allowed)


def _role(binding: Document, existing: Existing) -> Iterator[Finding]:
    role = mapping(binding.get("roleRef"))
    kind, name = str(role.get("kind")), str(role.get("name"))
    if kind == "ClusterRole" and (name in _BUILT_IN or name.startswith("system:")):
        return
    namespace = namespace_of(binding) if kind == "Role" else ""
    if rule := existing.lacks(BINDING, kind, name, namespace):
        yield rule.in_object(binding, "roleRef", role, f"a {kind} rendered here", "it would give nothing")


def _subjects(binding: Document, existing: Existing, environment: Environment | None) -> Iterator[Finding]:
    """Ours name accounts of their own namespace; those from elsewhere may name users, groups and anybody's accounts."""
    reason = "somebody else, or nobody, would get the role"
    for number, subject in enumerate(mappings(binding.get("subjects"))):
        kind, namespace = str(subject.get("kind")), str(subject.get("namespace") or namespace_of(binding))
        rule = existing.lacks(BINDING, kind, str(subject.get("name")), namespace)
        if environment and (kind != "ServiceAccount" or namespace != namespace_of(binding)):
            rule = BINDING
        if rule and (environment or kind == "ServiceAccount"):
            yield rule.in_object(binding, f"subjects.{number}", subject, "a ServiceAccount rendered here", reason)
