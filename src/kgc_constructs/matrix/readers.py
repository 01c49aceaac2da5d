"""Who comes to Vault: pods and operators by their service accounts, pipelines, and whoever is given a policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.reading import texts
from kgc_constructs.checks.model.references import followed
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.model.vault_access import access_of
from kgc_constructs.checks.model.vault_roles import Role
from kgc_constructs.matrix.facts import Kind, Node

__all__ = ["Reader", "readers_of"]


@dataclass(frozen=True)
class Reader:
    """Somebody who comes to Vault: with which policies, and what the manifests read there."""

    node: Node
    roles: tuple[str, ...]
    policies: tuple[str, ...]
    reads: tuple[str, ...] = ()


def readers_of(rendered: Rendered, pods: dict[str, Node]) -> list[Reader]:
    """Everybody, in the order: pods, operators, roles that nobody here uses, pipelines, holders of a policy.

    Args:
        rendered: The documents.
        pods: The pods among the nodes, by `Kind/name`.
    """
    access = access_of(rendered)
    found = [(login, access.role_of(login)) for login in access.logins]
    readers = [_by_login(login, role, pods) for login, role in found]
    used = [role for _, role in found]
    readers += [_by_role(role) for role in access.roles if role not in used]
    readers += _pipelines(rendered)
    bound = {policy for reader in readers for policy in reader.policies}
    for name in sorted(set(access.policies) - bound):
        node = Node(kind=Kind.POLICY, name=name, what="policy that no role has")
        readers.append(Reader(node, (), (name,)))
    return readers


def _by_login(login: Login, role: Role | None, pods: dict[str, Node]) -> Reader:
    name, account = f"{login.document.get('kind')}/{name_of(login.document)}", f"account {login.service_account}"
    return Reader(
        pods.get(name) or Node(kind=Kind.OPERATOR, name=name, what="operator", detail=(account,)),
        (role.name,) if role else (),
        role.policies if role else (),
        tuple(dict.fromkeys(path for path, _ in login.reads)),
    )


def _by_role(role: Role) -> Reader:
    account = f"account {','.join(role.namespaces)}/{','.join(role.service_accounts)}"
    node = Node(kind=Kind.OPERATOR, name=f"role {role.name}", what="nobody here", detail=(account,))
    return Reader(node, (role.name,), role.policies)


def _pipelines(rendered: Rendered) -> Iterator[Reader]:
    for each in rendered.resources("vault_approle_auth_backend_role"):
        policies = tuple(str(followed(each.content, name)) for name in texts(each.value("token_policies")))
        role = str(each.value("role_name"))
        yield Reader(Node(kind=Kind.PIPELINE, name=f"AppRole/{role}", what="pipeline"), (role,), policies)
