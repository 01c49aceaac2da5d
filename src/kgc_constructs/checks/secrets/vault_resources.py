"""Resources of Vault that do something else than they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_KV = "https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2"
_PROVIDER = "https://registry.terraform.io/providers/hashicorp/vault/latest/docs"

LOGIN = Rule(
    id="vault-provider-login",
    title="Terraform reaches Vault over TLS, and no token of it is written down.",
    why="the token can do all that Terraform does: it would lie in plans, and without TLS anybody on the way reads it",
    source=f"{_PROVIDER}#provider-arguments",
    settings=("vault.address",),
)
MOUNT = Rule(
    id="vault-kv-mount",
    title="A KV mount says `kv` with `version = 2`, and its retention stands where it counts.",
    why="other types read back as `kv`, so each plan changes them, and other options are ignored",
    source=f"{_PROVIDER}/resources/mount",
)
IGNORED = Rule(
    id="vault-write-ignored",
    title="Nothing is written to the configuration of a KV mount but what Vault reads there.",
    why="Vault accepts and ignores the rest, so nothing happens, and destroying the resource fails",
    source=f"{_KV}#configure-the-kv-engine",
)
AUDIT = Rule(
    id="vault-audit-single",
    title="Vault writes its audit log to two devices.",
    why="with one, Vault refuses every request once that device is full",
    source="https://developer.hashicorp.com/vault/docs/audit#blocked-audit-devices",
    settings=("vault.audit",),
    severity=Severity.WARNING,
)
RULES = (LOGIN, MOUNT, IGNORED, AUDIT)

_LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::|/|$)")
_KV_TYPES = ("kv-v1", "kv-v2", "generic")
_READ_BY_KV = frozenset({"max_versions", "cas_required", "delete_version_after"})
_VERSIONED = ("vault_kv_secret_v2", "vault_kv_secret_backend_v2")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Provider by provider and resource by resource."""
    for stack, content in rendered.terraform.items():
        configured = mapping(content.get("provider")).get("vault")
        for number, provider in enumerate(mappings(configured) or [mapping(configured)]):
            yield from _login(stack, f"provider.vault.{number}", provider, _may_be_plain(environment))
    versioned = {str(each.value("mount")).strip("/") for each in rendered.resources(*_VERSIONED)}
    for each in rendered.resources("vault_mount"):
        yield from _mount(each, versioned)
    for each in rendered.resources("vault_generic_endpoint", "vault_generic_secret"):
        yield from _write(each)
    devices = list(rendered.resources("vault_audit"))
    places = {str(sorted(texts_of([each.value("type"), each.value("options")]))) for each in devices}
    if devices and len(places) < 2:  # noqa: PLR2004
        yield AUDIT.in_stack(devices[0].stack, devices[0].where, len(places), "a second device, in another place")


def _may_be_plain(environment: Environment | None) -> bool:
    """In development, Vault runs in the cluster and may go without TLS: the settings say so."""
    return environment is not None and environment.environment == "dev"


def _login(stack: str, path: str, provider: dict[str, Any], plain: bool) -> Iterator[Finding]:
    if provider.get("token"):
        allowed = "VAULT_TOKEN of whoever runs Terraform, or a login"
        yield LOGIN.in_stack(stack, f"{path}.token", "(not shown)", allowed)
    address = str(provider.get("address", ""))
    if address.startswith("http://") and not plain and not _LOCAL.match(address):
        yield LOGIN.in_stack(stack, f"{path}.address", address, "https://…")
    if provider.get("skip_tls_verify") in (True, "true"):
        yield LOGIN.in_stack(stack, f"{path}.skip_tls_verify", True, "the authority's certificate, by ca_cert_file")


def _mount(mount: Resource, versioned: set[str]) -> Iterator[Finding]:
    kind, options = mount.value("type"), mapping(mount.value("options"))
    if kind in _KV_TYPES:
        yield MOUNT.in_stack(mount.stack, f"{mount.where}.type", kind, 'kv, with options.version = "2"')
    if kind not in ("kv", *_KV_TYPES):
        return
    for name in sorted(set(options) - {"version"}):
        allowed = "vault_kv_secret_backend_v2, which sets it"
        yield MOUNT.in_stack(mount.stack, f"{mount.where}.options.{name}", options[name], allowed)
    if kind == "kv" and str(mount.value("path")).strip("/") in versioned and str(options.get("version")) != "2":
        reason = "the first version keeps no old versions, and has other paths"
        yield MOUNT.in_stack(mount.stack, f"{mount.where}.options.version", options.get("version"), "2", reason)


def _write(resource: Resource) -> Iterator[Finding]:
    path = str(resource.value("path")).strip("/")
    if path.startswith(("auth/", "sys/")) or not path.endswith("/config"):
        return
    names = set(re.findall(r'"?([A-Za-z_]\w*)"?\s*[:=]', str(resource.value("data_json") or "")))
    if ignored := sorted(names - _READ_BY_KV):
        allowed = f"vault_kv_secret_backend_v2, or {', '.join(sorted(_READ_BY_KV))}"
        yield IGNORED.in_stack(resource.stack, f"{resource.where}.data_json", ", ".join(ignored), allowed)
