"""What pods and operators read in Vault is granted to them, by Vault's own rules."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.logins import Login
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_access import Access, access_of
from kgc_constructs.checks.model.vault_acl import DENY, Acl
from kgc_constructs.checks.model.vault_policies import is_open
from kgc_constructs.checks.model.vault_requests import grants
from kgc_constructs.checks.model.vault_roles import Role
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames

__all__ = ["OWN_TOKEN", "RULES", "check"]

_SYNTAX = "https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax"

GRANTED = Rule(
    id="vault-path-granted",
    title="Every path that a pod, an operator or an external secret reads is granted by a policy of its role.",
    why="Vault would refuse to give the secret",
    source=_SYNTAX,
    settings=("vault.mount_path", "secret_delivery", "database.credentials"),
)
DENIED = Rule(
    id="vault-path-denied",
    title="No policy denies a path that the same role has to read.",
    why="a denial outweighs every grant of the same path, and a closer one hides the grants above it",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities",
    settings=("vault.mount_path",),
)
UNUSED = Rule(
    id="vault-grant-unused",
    title="Everything that the pods are granted is read by one of them.",
    why="nothing in the manifests needs it; whoever breaks into a pod could use it",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies",
    settings=("secret_delivery", "database.credentials"),
)
WIDER = Rule(
    id="vault-grant-wider",
    title="What the pods read is granted to be read, and nothing more.",
    why="nothing in the manifests needs more than this; whoever breaks into a pod could use it",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities",
    settings=("secret_delivery",),
)
RULES = (GRANTED, DENIED, UNUSED, WIDER)

OWN_TOKEN = {
    "auth/token/lookup-self": frozenset({"read"}),
    "auth/token/renew-self": frozenset({"update"}),
    "auth/token/revoke-self": frozenset({"update"}),
}
"""What whoever holds a token may need to do with it."""
_LEASES = "sys/leases/renew"


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Read by read; then, for a whole environment, grant by grant of the policy that its pods have."""
    access = access_of(rendered)
    if not rendered.kubernetes:
        return
    used: dict[str, set[str]] = {}
    for login, role in access.sessions():
        acl, sure = access.acl(role)
        for path, where in login.reads:
            yield from _read(login, role, acl, path, where, sure=sure)
        for name in role.policies:
            used.setdefault(name, set()).update(path for path, _ in login.reads)
    if environment is not None:
        names = VaultNames.of(environment)
        yield from _needed(access, names, used.get(names.read_policy, set()))


def _read(login: Login, role: Role, acl: Acl, path: str, where: str, *, sure: bool) -> Iterator[Finding]:
    if is_open(path) or grants(acl, "read", path, {}):
        return
    rule = acl.rule(path)
    if rule is not None and rule.capabilities == DENY:
        yield DENIED.in_object(login.document, where, path, f'no denial by path "{rule.path}" of role {role.name}')
    elif sure:
        found = f' (path "{rule.path}" grants {_shown(rule.capabilities)})' if rule else ""
        yield GRANTED.in_object(login.document, where, path, f"read, by a policy of role {role.name}{found}")


def _needed(access: Access, names: VaultNames, used: set[str]) -> Iterator[Finding]:
    """The pods' own policy grants reading what they read, their own token, and the renewal of what they borrowed."""
    allowed = {**dict.fromkeys(used, frozenset({"read"})), **OWN_TOKEN}
    if names.database_creds in used:
        allowed[_LEASES] = frozenset({"update"})
    policy = access.policies.get(names.read_policy)
    for rule in policy.rules if policy else ():
        if rule.capabilities == DENY:
            continue
        where = f'{policy.where if policy else ""}: path "{rule.path}"'
        needed = [allowed[path] for path in allowed if Acl([rule]).rule(path)]
        stack = policy.stack if policy else ""
        if not needed:
            yield UNUSED.in_stack(stack, where, _shown(rule.capabilities), "nothing")
        elif more := rule.capabilities - frozenset().union(*needed):
            yield WIDER.in_stack(stack, where, _shown(more), _shown(frozenset().union(*needed)))


def _shown(capabilities: frozenset[str]) -> str:
    return ", ".join(sorted(capabilities)) or "nothing"
