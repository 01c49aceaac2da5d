"""Logins at Vault: what a pod says about itself is what the role is bound to."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_access import Access, access_of
from kgc_constructs.checks.model.vault_roles import Role
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_AUTH = "https://developer.hashicorp.com/vault/docs/auth/kubernetes#configuration"

ROLE = Rule(
    id="vault-login-role",
    title="The role that a pod logs in with exists at the auth method it names.",
    why="Vault knows no such role there, so the pod never gets its secrets",
    source="https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations",
    settings=("pod_login", "name"),
)
METHOD = Rule(
    id="vault-login-method",
    title="A pod logs in by the method that its role belongs to.",
    why="the auth method at this path is another one and does not understand the login",
    source="https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations#vault-hashicorp-com-auth-type",
    settings=("pod_login.kind",),
)
REFUSED = Rule(
    id="vault-login-refused",
    title="Service account, namespace and audience of a pod are those that its Vault role is bound to.",
    why="Vault would refuse the login of the pod",
    source=_AUTH,
    settings=("pod_login.audience", "namespace", "app_name"),
)
WIDER = Rule(
    id="vault-role-wider",
    title="A Vault role admits nobody but those who log in with it.",
    why="whoever has such an account could log in and read the same secrets",
    source=_AUTH,
    settings=("pod_login.audience", "namespace", "app_name"),
)
UNUSED = Rule(
    id="vault-role-unused",
    title="Somebody logs in with every Vault role.",
    why="nobody of this environment logs in so; somebody else might",
    source=_AUTH,
    settings=("pod_login", "secret_delivery"),
)
RULES = (ROLE, METHOD, REFUSED, WIDER, UNUSED)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Login by login, then role by role; judged only where the documents of both engines are there."""
    access = access_of(rendered)
    if not rendered.kubernetes or not (access.roles or access.policies):
        return
    for login in access.logins:
        role = access.role_of(login)
        if role is None:
            yield from _without_role(login, access, whole=environment is not None)
        else:
            yield from _with_role(login, role)
    if environment is not None:
        yield from _admitted(access)


def _without_role(login: Login, access: Access, *, whole: bool) -> Iterator[Finding]:
    """In a part of a system, only what looks like a slip is one: the name or the method is there, the pair is not."""
    if not login.role:
        if whole:
            allowed = "an identity that a role of the Vault stack is bound to"
            yield ROLE.in_object(login.document, login.path, sorted(login.identities), allowed)
        return
    known = any(login.role == role.name or login.mount == role.mount for role in access.roles)
    if (whole or known) and not any("${" in f"{role.mount}{role.name}" for role in access.roles):
        allowed = ", ".join(f"auth/{role.mount} {role.name}" for role in access.roles) or "(the stack has no role)"
        yield ROLE.in_object(login.document, login.path, f"auth/{login.mount} {login.role}", allowed)


def _with_role(login: Login, role: Role) -> Iterator[Finding]:
    if login.method and login.method != role.method:
        yield METHOD.in_object(login.document, login.path, login.method, role.method)
    if role.sure and not any(map(role.admits, login.identities)):
        yield REFUSED.in_stack(role.stack, role.where, _shown(role.identities), _shown(login.identities))


def _admitted(access: Access) -> Iterator[Finding]:
    """Roles against all logins of a whole environment."""
    used: dict[str, set[tuple[str, str, str]]] = {}
    for login, role in access.sessions():
        used.setdefault(role.where, set()).update(login.identities)
    for role in access.roles:
        logins = used.get(role.where)
        if logins is None:
            everybody = {identity for login in access.logins for identity in login.identities}
            yield UNUSED.in_stack(role.stack, role.where, _shown(role.identities), _shown(everybody))
        elif not role.identities <= logins:
            yield WIDER.in_stack(role.stack, role.where, _shown(role.identities), _shown(logins))


def _shown(identities: set[tuple[str, str, str]]) -> str:
    return "; ".join(
        f"account {account}, namespace {namespace}, audience {audience or '(none)'}"
        for account, namespace, audience in sorted(identities)
    )
