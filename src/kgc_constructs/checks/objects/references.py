"""References between objects: whatever is named exists here, or is known to exist outside."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.model.used import used_by
from kgc_constructs.checks.objects.wiring import check_wiring
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_MAKERS = {
    "VaultStaticSecret": "spec.destination.name",
    "VaultDynamicSecret": "spec.destination.name",
    "ExternalSecret": "spec.target.name",
    "Certificate": "spec.secretName",
}
"""Custom resources that make a Secret, with the path of its name."""


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """What pods, roles and routes name."""
    existing = {(str(each.get("kind")), name_of(each)) for each in rendered.kubernetes}
    existing |= {("Secret", name) for name in _secrets_made(rendered)} | _declared(environment)
    for pod in pods(rendered):
        for kind, name, path in used_by(pod):
            if (kind, name) not in existing:
                yield pod.problem(path, name, f"a {kind} rendered here or declared", "the pod would never start")
        if ("ServiceAccount", pod.service_account) not in existing:
            allowed = "a ServiceAccount rendered here"
            yield pod.problem("spec.serviceAccountName", pod.service_account, allowed, "no pod could be made")
        yield from _mounts(pod)
    for account in rendered.of_kind("ServiceAccount"):
        for reference in mappings(account.get("imagePullSecrets")):
            if ("Secret", reference.get("name")) not in existing:
                path, value = "imagePullSecrets", reference.get("name")
                yield in_object(account, path, value, "a name of image.pull_secrets", "no image could be pulled")
    yield from _roles(rendered, existing)
    yield from check_wiring(rendered, existing)


def _secrets_made(rendered: Rendered) -> Iterator[str]:
    for kind, path in _MAKERS.items():
        for document in rendered.of_kind(kind):
            yield str(at(document, path))


def _declared(environment: Environment) -> set[tuple[str, str]]:
    """What the settings say exists already."""
    declared = {("Secret", name) for name in environment.image.pull_secrets}
    if environment.tls and environment.tls.kind == "secret":
        declared.add(("Secret", environment.tls.secret_name))
    return declared | {("ConfigMap", "kube-root-ca.crt")}


def _mounts(pod: Pod) -> Iterator[Problem]:
    volumes = {volume.get("name") for volume in pod.volumes()}
    for path, container in pod.containers():
        for mount in mappings(container.get("volumeMounts")):
            if mount.get("name") not in volumes:
                allowed = ", ".join(sorted(map(str, volumes))) or "nothing"
                yield pod.problem(f"{path}.volumeMounts", mount.get("name"), allowed, "the pod has no such volume")


def _roles(rendered: Rendered, existing: set[tuple[str, str]]) -> Iterator[Problem]:
    for binding in rendered.of_kind("RoleBinding"):
        role = mapping(binding.get("roleRef"))
        if (str(role.get("kind")), str(role.get("name"))) not in existing:
            yield in_object(binding, "roleRef", role, "a Role rendered here", "it would give nothing")
        for number, subject in enumerate(mappings(binding.get("subjects"))):
            here = (str(subject.get("kind")), str(subject.get("name")))
            own = subject.get("namespace", at(binding, "metadata.namespace")) == at(binding, "metadata.namespace")
            if here not in existing or not own:
                reason = "somebody else, or nobody, would get the role"
                yield in_object(binding, f"subjects.{number}", subject, "a ServiceAccount rendered here", reason)
