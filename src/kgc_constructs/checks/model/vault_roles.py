"""The roles by which pods log in to Vault, as the Vault stack defines them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.references import followed
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = ["Role", "roles_of"]

_SUBJECT = "system:serviceaccount:"


@dataclass(frozen=True)
class Role:
    """One role: where it stands, and to whom it is bound. A list holds everything that may log in."""

    stack: str
    where: str
    method: str
    mount: str
    name: str
    service_accounts: tuple[str, ...]
    namespaces: tuple[str, ...]
    audiences: tuple[str, ...]
    policies: tuple[str, ...]

    @property
    def identities(self) -> set[tuple[str, str, str]]:
        """Service account, namespace and audience of each login."""
        return {
            (account, namespace, audience)
            for account in self.service_accounts
            for namespace in self.namespaces
            for audience in self.audiences or ("",)
        }


def roles_of(rendered: Rendered) -> Iterator[Role]:
    """The roles of Kubernetes and JWT auth."""
    for each in rendered.resources("vault_kubernetes_auth_backend_role", "vault_jwt_auth_backend_role"):
        method = "kubernetes" if each.type == "vault_kubernetes_auth_backend_role" else "jwt"
        accounts, namespaces, audiences = (_kubernetes if method == "kubernetes" else _jwt)(each.arguments)
        yield Role(
            stack=each.stack,
            where=each.where,
            method=method,
            mount=str(each.value("backend")).strip("/"),
            name=str(each.value("role_name")),
            service_accounts=accounts,
            namespaces=namespaces,
            audiences=audiences,
            policies=tuple(str(followed(each.content, name)) for name in each.value("token_policies") or ()),
        )


Bound = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _kubernetes(role: Document) -> Bound:
    return (
        _texts(role.get("bound_service_account_names")),
        _texts(role.get("bound_service_account_namespaces")),
        _texts([role["audience"]] if role.get("audience") else ()),
    )


def _jwt(role: Document) -> Bound:
    subject = str(role.get("bound_subject") or "*")
    namespace, _, account = subject.removeprefix(_SUBJECT).partition(":")
    plain = subject.startswith(_SUBJECT) and bool(account)
    return (account,) if plain else ("*",), (namespace,) if plain else ("*",), _texts(role.get("bound_audiences"))


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())
