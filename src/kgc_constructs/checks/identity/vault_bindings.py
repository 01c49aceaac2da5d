"""What Vault roles are bound to, whoever logs in: names and not patterns, an audience, and policies that exist."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.model.vault_access import Access, access_of
from kgc_constructs.checks.model.vault_roles import Role
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["RULES", "check"]

EVERYBODY = Rule(
    id="vault-role-everybody",
    title="A Vault role names the service accounts and namespaces that it is bound to.",
    why="a pattern also admits accounts that others make later",
    source="https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#bound_service_account_names",
    settings=("namespace", "app_name"),
)
AUDIENCE = Rule(
    id="vault-role-audience",
    title="A Vault role is bound to an audience.",
    why="a token that was made for somebody else could be used at Vault, and newer versions refuse such a role",
    source="https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#audience",
    settings=("pod_login.audience",),
)
POLICY = Rule(
    id="vault-role-policy",
    title="The policies that a Vault role gives exist.",
    why="there is no such policy: who logs in is granted nothing by it",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies#associating-policies",
    settings=("app_name", "name"),
)
NOBODYS = Rule(
    id="vault-policy-nobodys",
    title="Somebody is given every Vault policy.",
    why="no role, token or group of these stacks gives it to anybody, so what it grants reaches nobody",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies#associating-policies",
    settings=("pod_login", "pipeline_login"),
    severity=Severity.WARNING,
)
RULES = (EVERYBODY, AUDIENCE, POLICY, NOBODYS)

_BUILT_IN = ("default", "root")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Role by role, then policy by policy."""
    access = access_of(rendered)
    for role in access.roles:
        if role.sure:
            yield from _bound(role)
        yield from _policies(role, access, whole=environment is not None)
    yield from _given(rendered, access, environment)


def _bound(role: Role) -> Iterator[Finding]:
    accounts = [name for name in (*role.service_accounts, *role.namespaces) if "*" in name]
    if accounts or not role.service_accounts or not role.namespaces:
        shown = {"service accounts": role.service_accounts, "namespaces": role.namespaces}
        yield EVERYBODY.in_stack(role.stack, role.where, shown, "the names of accounts and namespaces")
    if not role.audiences or "*" in role.audiences:
        yield AUDIENCE.in_stack(role.stack, role.where, list(role.audiences), "the audience of the pod's token")


def _policies(role: Role, access: Access, *, whole: bool) -> Iterator[Finding]:
    allowed = ", ".join(sorted(access.policies)) or "(the stacks have no policy)"
    for name in role.policies:
        dangling = name.startswith("${vault_policy.")  # a reference that leads nowhere
        unknown = name not in access.policies and name not in _BUILT_IN and "${" not in name
        if dangling or (whole and unknown):
            yield POLICY.in_stack(role.stack, f"{role.where}.token_policies", name, allowed)


def _given(rendered: Rendered, access: Access, environment: Environment | None) -> Iterator[Finding]:
    named = {name for role in access.roles for name in role.policies}
    for each in rendered.resources():
        if each.type not in ("vault_policy", "vault_password_policy"):
            for path, text in texts_of(each.arguments):
                if "polic" in path:
                    named.add(str(each.value(path) if "." not in path else text))
    by_hand = VaultNames.of(environment).issuer_policy if environment else ""  # the platform gives it to its pipelines
    for policy in access.policies.values():
        reference = policy.where.removeprefix("resource.").removesuffix(".policy")
        used = policy.name in named or any(f"{reference}." in text for text in named)
        if not used and policy.name != by_hand:
            yield NOBODYS.in_stack(policy.stack, policy.where, policy.name, "a role that gives it")
