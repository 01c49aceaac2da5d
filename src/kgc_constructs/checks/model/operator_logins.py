"""Logins of operators that fetch secrets on behalf of the pods: Vault Secrets Operator and External Secrets."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["operator_logins"]

Read = tuple[str, str]


def operator_logins(rendered: Rendered) -> Iterator[Login]:
    """One login for each object that describes one, with what other objects read by it."""
    for auth in rendered.of_kind("VaultAuth"):
        method = str(at(auth, "spec.method"))
        how = mapping(at(auth, f"spec.{method}"))
        how["mount"] = at(auth, "spec.mount")
        yield _login(auth, f"spec.{method}", method, how, _by_operator(rendered, name_of(auth)))
    for store in rendered.of_kind("SecretStore", "VaultDynamicSecret"):
        provider = mapping(at(store, "spec.provider.vault") or at(store, "spec.provider"))
        for method, how in mapping(provider.get("auth")).items():
            reads = _external(rendered, store, provider)
            yield _login(store, f"spec.provider.vault.auth.{method}", method, _external_identity(mapping(how)), reads)


def _login(document: Document, path: str, method: str, how: Document, reads: Iterator[Read]) -> Login:
    return Login(
        document=document,
        path=path,
        method=method,
        mount=str(how.get("mount") or "").removeprefix("auth/").strip("/"),
        role=str(how.get("role") or ""),
        service_account=str(how.get("serviceAccount") or ""),
        namespace=str(at(document, "metadata.namespace") or ""),
        audiences=tuple(map(str, how.get("audiences") or ())),
        reads=tuple(dict.fromkeys(reads)),
    )


def _by_operator(rendered: Rendered, auth: str) -> Iterator[Read]:
    for secret in rendered.of_kind("VaultStaticSecret", "VaultDynamicSecret"):
        spec = mapping(secret.get("spec"))
        if spec.get("vaultAuthRef") == auth:
            data = "data/" if spec.get("type") == "kv-v2" else ""
            yield f"{spec.get('mount')}/{data}{spec.get('path')}", f"{secret['kind']}/{name_of(secret)}: spec.path"


def _external_identity(how: Document) -> Document:
    """The same words for both of the operator's methods."""
    token = mapping(how.get("kubernetesServiceAccountToken"))
    account = mapping(how.get("serviceAccountRef") or token.get("serviceAccountRef"))
    return {
        "role": how.get("role"),
        "mount": how.get("mountPath") or how.get("path"),
        "serviceAccount": account.get("name"),
        "audiences": account.get("audiences") or token.get("audiences"),
    }


def _external(rendered: Rendered, store: Document, provider: Document) -> Iterator[Read]:
    if store["kind"] == "VaultDynamicSecret":  # a generator: it reads its own path
        yield str(at(store, "spec.path")).strip("/"), "spec.path"
        return
    data = "data/" if provider.get("version", "v2") == "v2" else ""
    mount = str(provider.get("path", "")).strip("/")
    for secret in rendered.of_kind("ExternalSecret"):
        if at(secret, "spec.secretStoreRef.name") != name_of(store):
            continue
        where = f"ExternalSecret/{name_of(secret)}: spec"
        for each in mappings(at(secret, "spec.data")):
            yield f"{mount}/{data}{at(each, 'remoteRef.key')}", f"{where}.data"
        for each in mappings(at(secret, "spec.dataFrom")):
            if key := at(each, "extract.key"):
                yield f"{mount}/{data}{key}", f"{where}.dataFrom"
