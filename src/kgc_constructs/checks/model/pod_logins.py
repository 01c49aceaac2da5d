"""Logins of pods: by an injected Vault Agent, or by the program itself with a projected token."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.injected import PREFIX, injects
from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.settings.vault_names import SECRETS

__all__ = ["TOKEN_VOLUME", "pod_logins", "vault_tokens"]

_SECRET = re.compile(r"""\bsecret\s+["`]([^"`]+)["`](?!\s*["`])""")  # with more words it writes, and is answered
_INJECTED, _TEMPLATE = f"{PREFIX}agent-inject-secret-", f"{PREFIX}agent-inject-template-"
TOKEN_VOLUME = f"{PREFIX}agent-service-account-token-volume-name"


def pod_logins(rendered: Rendered) -> Iterator[Login]:
    """One login for each pod that holds a token for somebody other than the API server."""
    for pod in pods(rendered):
        volume = pod.annotations.get(TOKEN_VOLUME, "")
        tokens = [each for each in vault_tokens(pod) if not volume or each[0] == volume]
        if tokens or injects(pod):
            note = pod.annotations.get
            yield Login(
                document=pod.owner,
                path=f"{pod.path}.metadata.annotations" if injects(pod) else f"{pod.path}.spec.volumes",
                method=str(note(f"{PREFIX}auth-type", "kubernetes")) if injects(pod) else "",
                mount=str(note(f"{PREFIX}auth-path", "kubernetes" if injects(pod) else ""))
                .removeprefix("auth/")
                .strip("/"),
                role=str(note(f"{PREFIX}role", "")),
                service_account=pod.service_account,
                namespace=pod.namespace,
                audiences=tuple(audience for _, audience in tokens),
                reads=tuple(dict.fromkeys([*_injected(pod), *_by_itself(pod)])),
            )


def vault_tokens(pod: Pod) -> Iterator[tuple[str, str]]:
    """Volume and audience of each projected token."""
    for volume in pod.volumes():
        for source in mappings(at(volume, "projected.sources")):
            token = mapping(source.get("serviceAccountToken"))
            if token.get("audience"):
                yield str(volume.get("name")), str(token["audience"])


def _injected(pod: Pod) -> Iterator[tuple[str, str]]:
    """What the agent's templates read; a file without one holds the whole secret."""
    for key, value in pod.annotations.items():
        if key.startswith(_TEMPLATE):
            yield from ((path, f"metadata.annotations.{key}") for path in _SECRET.findall(str(value)))
        elif (
            key.startswith(_INJECTED) and key.replace(_INJECTED, _TEMPLATE) not in pod.annotations and "/" in str(value)
        ):
            yield str(value), f"metadata.annotations.{key}"


def _by_itself(pod: Pod) -> Iterator[tuple[str, str]]:
    """What the sidecar's program reads when it is told to: its three secrets."""
    for path, container in pod.containers("containers"):
        variables = {str(each.get("name")): each.get("value") for each in mappings(container.get("env"))}
        if variables.get("VAULT_ENABLED") == "true":
            for secret in SECRETS:
                yield f"{variables.get('VAULT_MOUNT_PATH')}/data/{secret}", f"{path}.env.VAULT_MOUNT_PATH"
