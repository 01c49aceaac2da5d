"""Who logs in to Vault by which role, and with which policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.operator_logins import operator_logins
from kgc_constructs.checks.model.pod_logins import pod_logins
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_acl import Acl
from kgc_constructs.checks.model.vault_policies import Policy, policies_of
from kgc_constructs.checks.model.vault_roles import Role, roles_of

__all__ = ["Access", "access_of"]


@dataclass(frozen=True, kw_only=True)
class Access:
    """All that the documents say about Vault.

    Attributes:
        policies: By their name.
        roles: Those for pods.
        logins: Those of pods, and of operators on their behalf.
    """

    policies: dict[str, Policy]
    roles: tuple[Role, ...]
    logins: tuple[Login, ...]

    def role_of(self, login: Login) -> Role | None:
        """The role that a login names; where it leaves that to the program, one that admits it."""
        if login.role:
            return next((role for role in self.roles if (role.mount, role.name) == (login.mount, login.role)), None)
        exact = (role for role in self.roles if role.identities == login.identities)
        admitting = (role for role in self.roles if any(map(role.admits, login.identities)))
        return next(exact, None) or next(admitting, None)

    def sessions(self) -> Iterator[tuple[Login, Role]]:
        """Each login that has a role."""
        for login in self.logins:
            if role := self.role_of(login):
                yield login, role

    def acl(self, role: Role) -> tuple[Acl, bool]:
        """What a role's policies grant together, and whether all of them are known."""
        known = [self.policies[name] for name in role.policies if name in self.policies]
        sure = len(known) == len(role.policies) and all(policy.sure for policy in known)
        return Acl(rule for policy in known for rule in policy.rules), sure


def access_of(rendered: Rendered) -> Access:
    """What the documents of both engines say."""
    return rendered.once(_access)


def _access(rendered: Rendered) -> Access:
    return Access(
        policies=policies_of(rendered),
        roles=tuple(roles_of(rendered)),
        logins=(*pod_logins(rendered), *operator_logins(rendered)),
    )
