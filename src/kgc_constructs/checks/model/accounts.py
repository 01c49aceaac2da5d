"""The service account of a pod: whether its token is mounted, and whether anything can use it.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
"""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.texts import texts_of

__all__ = ["account_of", "automounted", "may_call_the_api", "names_the_token", "said_by_account"]

Subject = tuple[str, str, str]
"""Kind, name and namespace."""

_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


def account_of(rendered: Rendered, pod: Pod) -> Document | None:
    """The pod's service account, where it is among the documents."""
    return rendered.once(_accounts).get((pod.namespace, pod.service_account))


def automounted(rendered: Rendered, pod: Pod) -> bool:
    """Whether the kubelet mounts the account's token; the pod's word goes before the account's."""
    own = pod.spec.get("automountServiceAccountToken")
    account = account_of(rendered, pod) or {}
    return bool(own if own is not None else account.get("automountServiceAccountToken", True))


def said_by_account(rendered: Rendered, pod: Pod) -> bool:
    """Whether the account says what happens with its token."""
    return (account_of(rendered, pod) or {}).get("automountServiceAccountToken") is not None


def may_call_the_api(rendered: Rendered, pod: Pod) -> bool:
    """Whether a binding grants the account, or a group that it is in, anything."""
    return not rendered.once(_bound).isdisjoint(_names(pod))


def names_the_token(pod: Pod) -> bool:
    """Whether the pod's own words name the place where the token is mounted."""
    return any(_MOUNT in text for _, text in texts_of(pod.template))


def _accounts(rendered: Rendered) -> dict[tuple[str, str], Document]:
    accounts = reversed(list(rendered.of_kind("ServiceAccount")))  # of two of one name, the first
    return {(_namespace(each), name_of(each)): each for each in accounts}


def _bound(rendered: Rendered) -> set[Subject]:
    """Everybody to whom a binding grants anything."""
    bindings = rendered.of_kind("RoleBinding", "ClusterRoleBinding")
    return {subject for binding in bindings for subject in _subjects(binding)}


def _subjects(binding: Document) -> Iterator[Subject]:
    for each in mappings(binding.get("subjects")):
        namespace = str(each.get("namespace") or _namespace(binding)) if each.get("kind") == "ServiceAccount" else ""
        yield str(each.get("kind")), str(each.get("name")), namespace


def _names(pod: Pod) -> set[Subject]:
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{pod.namespace}", "system:authenticated")
    user = ("User", f"system:serviceaccount:{pod.namespace}:{pod.service_account}", "")
    return {("ServiceAccount", pod.service_account, pod.namespace), user, *(("Group", each, "") for each in groups)}


def _namespace(document: Document) -> str:
    metadata = document.get("metadata")
    return str(metadata.get("namespace") or "") if isinstance(metadata, dict) else ""
