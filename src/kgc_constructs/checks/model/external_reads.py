"""The paths of Vault that External Secrets reads through a store.

Source: https://external-secrets.io/latest/provider/hashicorp-vault/
"""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["external_reads"]

Read = tuple[str, str]
"""A path, and the place that names it."""


def external_reads(rendered: Rendered, store: Document, provider: Document) -> Iterator[Read]:
    """What the ExternalSecrets of a store read; a generator reads its own path."""
    if store.get("kind") == "VaultDynamicSecret":
        yield str(at(store, "spec.path")).strip("/"), "spec.path"
        return
    for secret in rendered.of_kind("ExternalSecret"):
        reference = at(secret, "spec.secretStoreRef") or {}
        if at(reference, "name") != name_of(store) or at(reference, "kind") not in (None, store.get("kind")):
            continue
        where = f"ExternalSecret/{name_of(secret)}: spec"
        for each in mappings(at(secret, "spec.data")):
            yield from _read(provider, at(each, "remoteRef.key"), f"{where}.data")
        for each in mappings(at(secret, "spec.dataFrom")):
            yield from _read(provider, at(each, "extract.key"), f"{where}.dataFrom")


def _read(provider: Document, key: object, where: str) -> Iterator[Read]:
    if not isinstance(key, str):
        return
    mount, rest = str(provider.get("path") or "").strip("/"), key.strip("/")
    if not mount:  # the key begins with it
        mount, _, rest = rest.partition("/")
    if rest.startswith(f"{mount}/"):
        rest = rest.removeprefix(f"{mount}/")
    data = "" if provider.get("version", "v2") != "v2" or rest.startswith("data/") else "data/"
    yield f"{mount}/{data}{rest}", where
