"""Vault: what the pods read is granted to exactly them, and nothing else is granted to anybody."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.operator_logins import operator_logins
from kgc_constructs.checks.model.pod_logins import pod_logins, token_problems
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_policies import Grant, policies_of, unreadable
from kgc_constructs.checks.model.vault_roles import Role, roles_of
from kgc_constructs.checks.problems import in_object, in_stack
from kgc_constructs.checks.secrets.vault_grants import check_grants
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Identity by identity and path by path; what needs both engines is judged only when both were rendered."""
    yield from token_problems(rendered)
    if "vault" not in rendered.terraform:
        return
    policies = policies_of(rendered)
    for policy in policies.values():
        yield from unreadable(policy)
    if not rendered.kubernetes:
        return
    roles = list(roles_of(rendered))
    logins = [*pod_logins(rendered), *operator_logins(rendered)]
    used: dict[str, set[str]] = {}
    for login in logins:
        role, problems = _role_of(login, roles)
        yield from problems
        if role is None:
            continue
        granted = {path for name in role.policies if name in policies for path in _readable(policies[name].grants)}
        for path, where in login.reads:
            if path not in granted:
                allowed = f"read on {path}, in a policy of role {role.name}"
                yield in_object(login.document, where, path, allowed, "Vault would refuse to give the secret")
        for name in role.policies:
            used.setdefault(name, set()).update(path for path, _ in login.reads)
            if name not in policies:
                allowed = ", ".join(sorted(policies))
                yield in_stack(role.stack, f"{role.where}.token_policies", name, allowed, "there is no such policy")
    yield from _bound_to_nobody(roles, logins)
    yield from check_grants(rendered, environment, policies, used)


def _readable(grants: tuple[Grant, ...]) -> Iterator[str]:
    return (grant.path for grant in grants if "read" in grant.capabilities)


def _role_of(login: Login, roles: list[Role]) -> tuple[Role | None, list[Problem]]:
    """The role that a login uses, and what does not fit."""
    identities = {(login.service_account, login.namespace, audience) for audience in login.audiences or ("",)}
    if not login.role:  # the program knows its role; the stack must know its identity
        found = next((role for role in roles if role.identities == identities), None)
        if found is None:
            allowed = "an identity that a role of the Vault stack is bound to"
            wrong = in_object(login.document, login.path, sorted(identities), allowed, "Vault would refuse the login")
            return None, [wrong]
        return found, []
    found = next((role for role in roles if (role.mount, role.name) == (login.mount, login.role)), None)
    if found is None:
        allowed = ", ".join(f"auth/{role.mount} {role.name}" for role in roles) or "(the stack has no role)"
        value = f"auth/{login.mount} {login.role}"
        return None, [in_object(login.document, login.path, value, allowed, "Vault knows no such role there")]
    problems = []
    if found.method != login.method:
        reason = "the auth method at this path is another one"
        problems.append(in_object(login.document, login.path, login.method, found.method, reason))
    if found.identities != identities:
        reason = "service account, namespace and audience must be exactly those of the pods that log in"
        bound = sorted(found.identities)
        problems.append(in_stack(found.stack, found.where, bound, str(sorted(identities)), reason))
    return found, problems


def _bound_to_nobody(roles: list[Role], logins: list[Login]) -> Iterator[Problem]:
    identities = {
        (login.service_account, login.namespace, audience) for login in logins for audience in login.audiences or ("",)
    }
    for role in roles:
        if not role.identities & identities:
            reason = "nobody of this environment logs in so; somebody else might"
            yield in_stack(role.stack, role.where, sorted(role.identities), str(sorted(identities)), reason)
