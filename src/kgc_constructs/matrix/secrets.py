"""The secrets that the documents know: made by a Vault stack, named by a policy, or read by a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_policies import policies_of
from kgc_constructs.matrix.facts import Kind, Node

__all__ = ["Secret", "secrets_of"]

_WILD = "*+"
_VERSIONS = ("metadata", "delete", "undelete", "destroy")
_KEY_USES = ("encrypt", "decrypt", "sign", "verify", "hmac", "datakey/plaintext", "datakey/wrapped", "export")


@dataclass(frozen=True)
class Secret:
    """A secret, and the paths of Vault's API that reach it, each with what is done there; the first is itself."""

    node: Node
    paths: tuple[tuple[str, str], ...]


def secrets_of(rendered: Rendered, read: Iterable[str]) -> list[Secret]:
    """All of them, each once: key-value pairs first, then logins at the database, keys, and logins of pipelines."""
    found = {secret.node.name: secret for secret in _made(rendered)}
    stores, named = _stores(rendered), [rule.path for each in policies_of(rendered).values() for rule in each.rules]
    for path in sorted({*read, *named}):
        mount = next((each for each in stores if path.startswith(f"{each}/data/")), None)
        known = any(path == other for secret in found.values() for _, other in secret.paths)
        if not known and not any(sign in path for sign in _WILD) and (mount or path in read):
            secret = _key_value(mount, path.removeprefix(f"{mount}/data/")) if mount else _read(path)
            found[secret.node.name] = secret
    order = ("key-value", "read by a manifest", "database login", "transit key", "pipeline login")
    return sorted(found.values(), key=lambda secret: (order.index(secret.node.what), secret.node.name))


def _made(rendered: Rendered) -> Iterator[Secret]:
    for each in rendered.resources("vault_kv_secret_v2"):
        yield _key_value(_text(each.value("mount")), _text(each.value("name")))
    for each in rendered.resources("vault_database_secret_backend_role"):
        mount, name = _text(each.value("backend")), _text(each.value("name"))
        root = ("rotate root", f"{mount}/rotate-root/{_text(each.value('db_name'))}")
        yield _secret("database login", f"{mount}/creds/{name}", [root])
    for each in rendered.resources("vault_database_secret_backend_static_role"):
        yield _secret("database login", f"{_text(each.value('backend'))}/static-creds/{_text(each.value('name'))}", [])
    for each in rendered.resources("vault_transit_secret_backend_key"):
        mount, name = _text(each.value("backend")), _text(each.value("name"))
        uses = [(use, f"{mount}/{use}/{name}") for use in _KEY_USES]
        yield _secret("transit key", f"{mount}/keys/{name}", [("rotate", f"{mount}/keys/{name}/rotate"), *uses])
    for each in rendered.resources("vault_approle_auth_backend_role"):
        path = f"auth/{_text(each.value('backend')) or 'approle'}/role/{_text(each.value('role_name'))}"
        yield _secret("pipeline login", f"{path}/secret-id", [("role id", f"{path}/role-id")])


def _stores(rendered: Rendered) -> list[str]:
    """Mounts that keep versions of key-value pairs."""
    return [
        _text(each.value("path"))
        for each in rendered.resources("vault_mount")
        if each.value("type") == "kv-v2"
        or (each.value("type") == "kv" and str(mapping(each.value("options")).get("version")) == "2")
    ]


def _key_value(mount: str, name: str) -> Secret:
    return _secret("key-value", f"{mount}/data/{name}", [(use, f"{mount}/{use}/{name}") for use in _VERSIONS])


def _read(path: str) -> Secret:
    return _secret("read by a manifest", path, [])


def _secret(what: str, path: str, others: list[tuple[str, str]]) -> Secret:
    return Secret(Node(kind=Kind.SECRET, name=path, what=what), (("", path), *others))


def _text(value: object) -> str:
    return str(value if value is not None else "").strip("/")
