"""Service accounts of pods: one of their own, and no token of it where nothing uses one."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.accounts import (
    account_of,
    automounted,
    may_call_the_api,
    names_the_token,
    said_by_account,
)
from kgc_constructs.checks.model.injected import injects
from kgc_constructs.checks.model.pod_logins import TOKEN_VOLUME
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"

TOKEN = Rule(
    id="service-account-token-unused",
    title="A service account's token is mounted only where something uses it.",
    why="nothing in the pod talks to the API server, but whoever breaks in could, in the pod's name",
    source=f"{_SOURCE}#opt-out-of-api-credential-automounting",
)
UNSAID = Rule(
    id="service-account-token-unsaid",
    title="A pod whose account is granted something says whether it needs the account's token.",
    why="the token is mounted because nobody said otherwise: whoever breaks in may do what the account may",
    source=f"{_SOURCE}#opt-out-of-api-credential-automounting",
    severity=Severity.WARNING,
)
DEFAULT = Rule(
    id="service-account-default",
    title="A pod has a service account of its own.",
    why="every pod of the namespace that names none is the same account, and what one is granted all are",
    source=f"{_SOURCE}#use-the-default-service-account-to-access-the-api-server",
    severity=Severity.WARNING,
)
RULES = (TOKEN, UNSAID, DEFAULT)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Pod by pod."""
    for pod in pods(rendered):
        if pod.service_account == "default":
            value = pod.spec.get("serviceAccountName")
            yield pod.finding(DEFAULT, "spec.serviceAccountName", value, "a service account of its own")
        if automounted(rendered, pod) and not _needed(pod):
            value = pod.spec.get("automountServiceAccountToken")
            if not _may_be_used(rendered, pod, whole=environment is not None):
                yield pod.finding(TOKEN, "spec.automountServiceAccountToken", value, "false")
            if value is None and may_call_the_api(rendered, pod) and not said_by_account(rendered, pod):
                yield pod.finding(UNSAID, "spec.automountServiceAccountToken", value, "true or false")


def _needed(pod: Pod) -> bool:
    return names_the_token(pod) or (injects(pod) and TOKEN_VOLUME not in pod.annotations)


def _may_be_used(rendered: Rendered, pod: Pod, *, whole: bool) -> bool:
    """In a part of a system, an account that is not in it may be one that calls the API server."""
    known = pod.service_account == "default" or account_of(rendered, pod) is not None
    return not whole and (not known or may_call_the_api(rendered, pod))
