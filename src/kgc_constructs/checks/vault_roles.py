"""The roles by which pods log in to Vault, as the Vault stack defines them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.rendered import Document, Rendered
from kgc_constructs.checks.terraform import followed

__all__ = ["Role", "roles_of"]

_SUBJECT = "system:serviceaccount:"


@dataclass(frozen=True)
class Role:
    """One role: where it stands, and to whom it is bound. A list holds everything that may log in."""

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
    stack = rendered.terraform.get("vault", {})
    for kind, identity, role in rendered.resources(
        "vault", "vault_kubernetes_auth_backend_role", "vault_jwt_auth_backend_role"
    ):
        method = "kubernetes" if kind == "vault_kubernetes_auth_backend_role" else "jwt"
        accounts, namespaces, audiences = (_kubernetes if method == "kubernetes" else _jwt)(role)
        yield Role(
            where=f"resource.{kind}.{identity}",
            method=method,
            mount=str(followed(stack, role.get("backend"))).strip("/"),
            name=str(followed(stack, role.get("role_name"))),
            service_accounts=accounts,
            namespaces=namespaces,
            audiences=audiences,
            policies=tuple(str(followed(stack, each)) for each in role.get("token_policies") or ()),
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
