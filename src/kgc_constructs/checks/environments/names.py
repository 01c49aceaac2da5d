"""The names that an environment calls its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from kgc_constructs.checks.environments.facts import Name
from kgc_constructs.checks.model.modules import blocks
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.model.resource import Resource

__all__ = ["names_of"]

_IN_CLUSTER = (".svc", ".svc.cluster.local", ".local")
_VAULT_NAMES = {
    "vault_mount": "path",
    "vault_auth_backend": "path",
    "vault_jwt_auth_backend": "path",
    "vault_audit": "path",
    "vault_policy": "name",
    "vault_password_policy": "name",
    "vault_quota_rate_limit": "name",
}
_NAMESPACED = ("Deployment", "StatefulSet", "DaemonSet", "CronJob")


def names_of(rendered: Rendered) -> Iterator[Name]:
    """Every name with the object that carries it."""
    yield from _of_vault(rendered)
    yield from _hosts(rendered)
    yield from _states(rendered)
    yield from _certificates(rendered)
    yield from _namespaces(rendered)


def _of_vault(rendered: Rendered) -> Iterator[Name]:
    servers = {stack: _server(content) for stack, content in rendered.terraform.items()}
    for each in rendered.resources():
        argument = _VAULT_NAMES.get(each.type)
        value = each.value(argument) if argument else None
        if each.type.startswith("vault_") and "role_name" in each.arguments:
            argument, value = "role_name", f"{each.value('backend')}/role/{each.value('role_name')}"
        if value and argument:
            kind = each.type.removeprefix("vault_")
            kind = "auth" if kind.endswith("auth_backend") else kind
            yield _of(each, "shared-vault-path", argument, f"{kind} {value}", servers[each.stack])


def _server(content: dict[str, Any]) -> str:
    """The Vault server of a stack; those that only their own cluster reaches count as one."""
    for name, body in blocks(content, "provider"):
        if name == "vault":
            host = urlsplit(str(body.get("address") or "")).hostname or ""
            return "the cluster's Vault" if host.endswith(_IN_CLUSTER) or "." not in host else host
    return "the cluster's Vault"


def _hosts(rendered: Rendered) -> Iterator[Name]:
    for document in rendered.of_kind("Ingress", "HTTPRoute"):
        target = f"{document['kind']}/{name_of(document)}"
        rules = [("spec.rules", each.get("host")) for each in mappings(at(document, "spec.rules"))]
        hostnames = at(document, "spec.hostnames")
        routes = [("spec.hostnames", each) for each in hostnames] if isinstance(hostnames, list) else []
        for path, host in (*rules, *routes):
            if isinstance(host, str) and host:
                yield Name(rule="shared-host", value=host, scope="", target=target, path=path)


def _states(rendered: Rendered) -> Iterator[Name]:
    for stack, content in rendered.terraform.items():
        for kind, body in blocks(mapping(content.get("terraform")), "backend"):
            place = body.get("bucket") or body.get("container_name")
            key = body.get("key") or body.get("prefix")
            if place and key:
                path = f"terraform.backend.{kind}.key"
                yield Name(
                    rule="shared-state", value=f"{place}/{key}", scope="", target=f"terraform/{stack}", path=path
                )


def _certificates(rendered: Rendered) -> Iterator[Name]:
    for each in rendered.resources("aws_acm_certificate"):
        others = each.arguments.get("subject_alternative_names")
        for argument, names in (
            ("domain_name", [each.arguments.get("domain_name")]),
            ("subject_alternative_names", others if isinstance(others, list) else []),
        ):
            yield from (_of(each, "shared-certificate", argument, name, "") for name in names if isinstance(name, str))
    for document in rendered.of_kind("Ingress"):
        path = "metadata.annotations.alb.ingress.kubernetes.io/certificate-arn"
        given = mapping(at(document, "metadata.annotations")).get("alb.ingress.kubernetes.io/certificate-arn")
        for arn in str(given or "").split(","):
            if arn.strip():
                target = f"Ingress/{name_of(document)}"
                yield Name(rule="shared-certificate", value=arn.strip(), scope="", target=target, path=path)


def _namespaces(rendered: Rendered) -> Iterator[Name]:
    cluster = _cluster(rendered)
    for document in rendered.of_kind(*_NAMESPACED) if cluster else ():
        namespace = at(document, "metadata.namespace")
        if namespace:
            value, target = f"{namespace}", f"{document['kind']}/{name_of(document)}"
            yield Name(rule="shared-namespace", value=value, scope=cluster, target=target, path="metadata.namespace")


def _cluster(rendered: Rendered) -> str:
    """What tells the cluster from others, where a stack says it: who signs its pods' tokens, or its API server."""
    for each in rendered.resources("vault_jwt_auth_backend"):
        known = each.value("oidc_discovery_url") or each.value("bound_issuer") or each.value("jwks_url")
        if known:
            return str(known)
    for each in rendered.resources("vault_kubernetes_auth_backend_config"):
        host = str(each.value("kubernetes_host") or "")
        if host and not host.partition("//")[2].startswith("kubernetes.default"):
            return host
    return ""


def _of(each: Resource, rule: str, argument: str, value: str, scope: str) -> Name:
    return Name(rule=rule, value=value, scope=scope, target=f"terraform/{each.stack}", path=f"{each.where}.{argument}")
