"""The roles by which pods log in to Vault, as the Vault stack defines them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kgc_constructs.checks.model.logins import Identity
from kgc_constructs.checks.model.reading import texts
from kgc_constructs.checks.model.references import followed
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource

__all__ = ["Role", "roles_of"]

_SUBJECT = "system:serviceaccount:"
_ROLES = {"vault_kubernetes_auth_backend_role": "kubernetes", "vault_jwt_auth_backend_role": "jwt"}


@dataclass(frozen=True, kw_only=True)
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
    sure: bool = True
    """Whether all of it is known: nothing is filled in later, and no other claim is compared."""

    @property
    def identities(self) -> set[Identity]:
        """Service account, namespace and audience of each login."""
        return set(product(self.service_accounts, self.namespaces, self.audiences or ("",)))

    def admits(self, identity: Identity) -> bool:
        """Whether this identity may log in; one that lacks a namespace may have any."""
        account, namespace, audience = identity
        return (
            _matches(self.service_accounts, account)
            and (not namespace or _matches(self.namespaces, namespace))
            and self._admits_audience(audience)
        )

    def _admits_audience(self, audience: str) -> bool:
        if self.method == "kubernetes" and not self.audiences:
            return True
        return audience in self.audiences or (not audience and any("://" in each for each in self.audiences))


def roles_of(rendered: Rendered) -> Iterator[Role]:
    """The roles of Kubernetes and JWT auth."""
    for each in rendered.resources(*_ROLES):
        method = _ROLES[each.type]
        if method == "jwt" and each.arguments.get("role_type") != "jwt":
            continue  # a person logs in with it
        accounts, namespaces, audiences, sure = (_kubernetes if method == "kubernetes" else _jwt)(each)
        known = not any("${" in text for text in (*accounts, *namespaces, *audiences))
        yield Role(
            stack=each.stack,
            where=each.where,
            method=method,
            mount=str(each.value("backend") or method).strip("/"),
            name=str(each.value("role_name")),
            service_accounts=accounts,
            namespaces=namespaces,
            audiences=audiences,
            policies=tuple(str(followed(each.content, name)) for name in _texts(each.value("token_policies"))),
            sure=sure and known,
        )


Bound = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool]


def _kubernetes(role: Resource) -> Bound:
    selected = bool(role.value("bound_service_account_namespace_selector"))
    return (
        _texts(role.value("bound_service_account_names")),
        _texts(role.value("bound_service_account_namespaces")),
        _texts(role.value("audience") or ()),
        not selected,
    )


def _jwt(role: Resource) -> Bound:
    audiences, claims = _texts(role.value("bound_audiences")), role.value("bound_claims")
    subject = str(role.value("bound_subject") or "")
    if not subject:
        return ("*",), ("*",), audiences, not claims
    namespace, _, account = subject.removeprefix(_SUBJECT).partition(":")
    if subject.startswith(_SUBJECT) and account:
        return (account,), (namespace,), audiences, True
    return (subject,), ("",), audiences, "${" not in subject


def _matches(patterns: tuple[str, ...], text: str) -> bool:
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None for pattern in patterns
    )


def _texts(value: object) -> tuple[str, ...]:
    """A list's texts; one text stands for a list of one."""
    return (value,) if isinstance(value, str) else tuple(texts(value))
