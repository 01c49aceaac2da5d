"""Logins of pods: by an injected Vault Agent, or by the program itself with a projected token."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.injected import PREFIX, injects
from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.errors import Problem
from kgc_constructs.settings.vault_names import SECRETS

__all__ = ["pod_logins", "token_problems"]

_SECRET = re.compile(r'\bsecret\s+"([^"]+)"')
_INJECTED, _TEMPLATE = f"{PREFIX}agent-inject-secret-", f"{PREFIX}agent-inject-template-"
_VOLUME = f"{PREFIX}agent-service-account-token-volume-name"


def pod_logins(rendered: Rendered) -> Iterator[Login]:
    """One login for each pod that holds a token for somebody other than the API server."""
    for pod in pods(rendered):
        volume = pod.annotations.get(_VOLUME, "")
        tokens = [each for each in _tokens(pod) if not volume or each[0] == volume]
        if tokens or injects(pod):
            note = pod.annotations.get
            yield Login(
                document=pod.owner,
                path=f"{pod.path}.metadata.annotations" if injects(pod) else f"{pod.path}.spec.volumes",
                method=note(f"{PREFIX}auth-type", "kubernetes") if injects(pod) else "",
                mount=str(note(f"{PREFIX}auth-path", "")).removeprefix("auth/").strip("/"),
                role=str(note(f"{PREFIX}role", "")),
                service_account=pod.service_account,
                namespace=pod.namespace,
                audiences=tuple(audience for _, audience in tokens),
                reads=tuple(dict.fromkeys([*_injected(pod), *_by_itself(pod)])),
            )


def token_problems(rendered: Rendered) -> Iterator[Problem]:
    """Without an ordinary service-account mount, the injector must be told which volume holds the token."""
    for pod in pods(rendered):
        if injects(pod) and (_VOLUME in pod.annotations or not _automounted(rendered, pod)):
            named, known = pod.annotations.get(_VOLUME), [name for name, _ in _tokens(pod)]
            if named not in known:
                reason = "the injector refuses a pod in which it finds no token"
                allowed = ", ".join(known) or "a projected serviceAccountToken volume"
                yield pod.problem(f"metadata.annotations.{_VOLUME}", named, allowed, reason)


def _automounted(rendered: Rendered, pod: Pod) -> bool:
    own = pod.spec.get("automountServiceAccountToken")
    account = rendered.named("ServiceAccount", pod.service_account) or {}
    return bool(own if own is not None else account.get("automountServiceAccountToken", True))


def _tokens(pod: Pod) -> Iterator[tuple[str, str]]:
    """Volume and audience of each projected token."""
    for volume in pod.volumes():
        for source in mappings(at(volume, "projected.sources")):
            token: Document | None = source.get("serviceAccountToken")
            if token is not None and token.get("audience"):
                yield str(volume.get("name")), str(token["audience"])


def _injected(pod: Pod) -> Iterator[tuple[str, str]]:
    """What the agent's templates read; a file without one holds the whole secret."""
    for key, value in pod.annotations.items():
        if key.startswith(_TEMPLATE):
            yield from ((path, f"metadata.annotations.{key}") for path in _SECRET.findall(value))
        elif key.startswith(_INJECTED) and key.replace(_INJECTED, _TEMPLATE) not in pod.annotations:
            yield value, f"metadata.annotations.{key}"


def _by_itself(pod: Pod) -> Iterator[tuple[str, str]]:
    """What the sidecar's program reads when it is told to: its three secrets."""
    for path, container in pod.containers("containers"):
        variables = {each.get("name"): each.get("value") for each in mappings(container.get("env"))}
        if variables.get("VAULT_ENABLED") == "true":
            for secret in SECRETS:
                yield f"{variables.get('VAULT_MOUNT_PATH')}/data/{secret}", f"{path}.env.VAULT_MOUNT_PATH"
