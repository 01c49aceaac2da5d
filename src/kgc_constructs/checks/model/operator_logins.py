"""Logins of operators that fetch secrets on behalf of the pods: Vault Secrets Operator and External Secrets."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.external_reads import external_reads
from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.reading import at, mapping, texts
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["operator_logins"]

Read = tuple[str, str]

_METHODS = ("kubernetes", "jwt")


def operator_logins(rendered: Rendered) -> Iterator[Login]:
    """One login for each object that describes one, with what other objects read by it."""
    for auth in rendered.of_kind("VaultAuth"):
        method = str(at(auth, "spec.method"))
        how = mapping(mapping(auth.get("spec")).get(method))
        if method in _METHODS:
            how["mount"] = at(auth, "spec.mount")
            yield _login(auth, f"spec.{method}", method, how, _by_operator(rendered, name_of(auth)))
    for store in rendered.of_kind("SecretStore", "ClusterSecretStore", "VaultDynamicSecret"):
        provider = mapping(at(store, "spec.provider.vault") or at(store, "spec.provider"))
        for method, how in mapping(provider.get("auth")).items():
            if method in _METHODS:
                reads = external_reads(rendered, store, provider)
                where = f"spec.provider.vault.auth.{method}"
                yield _login(store, where, method, _external_identity(mapping(how)), reads)


def _login(document: Document, path: str, method: str, how: Document, reads: Iterator[Read]) -> Login:
    return Login(
        document=document,
        path=path,
        method=method,
        mount=str(how.get("mount") or method).removeprefix("auth/").strip("/"),
        role=str(how.get("role") or ""),
        service_account=str(how.get("serviceAccount") or "default"),
        namespace=str(how.get("namespace") or at(document, "metadata.namespace") or ""),
        audiences=tuple(texts(how.get("audiences"))),
        reads=tuple(dict.fromkeys(reads)),
    )


def _by_operator(rendered: Rendered, auth: str) -> Iterator[Read]:
    for secret in rendered.of_kind("VaultStaticSecret", "VaultDynamicSecret"):
        spec = mapping(secret.get("spec"))
        mount, path = spec.get("mount"), spec.get("path")
        if spec.get("vaultAuthRef") == auth and isinstance(mount, str) and isinstance(path, str):
            data = "data/" if spec.get("type") == "kv-v2" else ""
            yield f"{mount.strip('/')}/{data}{path.strip('/')}", f"{secret['kind']}/{name_of(secret)}: spec.path"


def _external_identity(how: Document) -> Document:
    """The same words for both of the operator's methods."""
    token = mapping(how.get("kubernetesServiceAccountToken"))
    account = mapping(how.get("serviceAccountRef") or token.get("serviceAccountRef"))
    return {
        "role": how.get("role"),
        "mount": how.get("mountPath") or how.get("path"),
        "serviceAccount": account.get("name"),
        "namespace": account.get("namespace"),
        "audiences": account.get("audiences") or token.get("audiences"),
    }
