"""The token that the Vault Agent injector logs in with."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.accounts import automounted
from kgc_constructs.checks.model.injected import injects
from kgc_constructs.checks.model.pod_logins import TOKEN_VOLUME, vault_tokens
from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

VOLUME = Rule(
    id="vault-injector-token",
    title="An injected Vault Agent finds the token to log in with.",
    why="the injector refuses a pod in which it finds no token",
    source="https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations",
    settings=("secret_delivery",),
)
RULES = (VOLUME,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Without an ordinary service-account mount, the injector must be told which volume holds the token."""
    for pod in pods(rendered):
        if injects(pod) and (TOKEN_VOLUME in pod.annotations or not automounted(rendered, pod)):
            named, known = pod.annotations.get(TOKEN_VOLUME), [name for name, _ in vault_tokens(pod)]
            if named not in known:
                allowed = ", ".join(known) or "a projected serviceAccountToken volume"
                yield pod.finding(VOLUME, f"metadata.annotations.{TOKEN_VOLUME}", named, allowed)
