"""What Vault policies may say at all: exact paths of this system, without destruction, in words that can be judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_acl import DENY
from kgc_constructs.checks.model.vault_policies import Policy, policies_of
from kgc_constructs.checks.model.vault_rules import PathRule
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.checks.secrets.vault_grants import OWN_TOKEN
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import RANDOM_KEY, VaultNames

__all__ = ["RULES", "check"]

_POLICIES = "https://developer.hashicorp.com/vault/docs/concepts/policies"

READABLE = Rule(
    id="vault-policy-readable",
    title="Vault takes the text of a policy, and each of its blocks says something.",
    why="Vault would refuse the policy, or the block would grant nothing",
    source=_POLICIES,
)
UNKNOWN = Rule(
    id="vault-policy-unknown",
    title="What a policy grants can be told from its text.",
    why="it cannot be judged: something fills it in later, Terraform when it applies, or Vault for each login",
    source="https://developer.hashicorp.com/vault/docs/concepts/policies#templated-policies",
    severity=Severity.WARNING,
)
WILDCARD = Rule(
    id="vault-grant-wildcard",
    title="A policy names exact paths.",
    why="a wildcard also grants what others put there later",
    source=f"{_POLICIES}#policy-syntax",
)
ELSEWHERE = Rule(
    id="vault-grant-elsewhere",
    title="A policy grants only what belongs to this system.",
    why="it belongs to another environment or to the server",
    source="https://developer.hashicorp.com/vault/api-docs/system",
    settings=("name", "vault.mount_path"),
)
DESTROYS = Rule(
    id="vault-grant-destroys",
    title="No policy can destroy secrets or go past the rules.",
    why="old versions must stay to go back to, and `sudo` opens what only operators may do",
    source=f"{_POLICIES}#capabilities",
)
RULES = (READABLE, UNKNOWN, WILDCARD, ELSEWHERE, DESTROYS)

_DESTRUCTIVE = frozenset({"sudo", "root", "delete"})
_DESTRUCTION = re.compile(r"/(?:delete|destroy|undelete)(?:/|$)")
_SYSTEM = re.compile(
    r"sys/(?:leases/renew|tools/random(?:/.+)?|policies/password/[^/*+]+/generate|capabilities-self|wrapping/.+"
    r"|internal/ui/.+|health|seal-status)"
)
"""What of the server's own paths does no harm in anybody's hands."""


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Policy by policy, and block by block."""
    places = _places(rendered)
    names = VaultNames.of(environment) if environment else None
    for policy in policies_of(rendered).values():
        yield from _text(policy)
        for rule in policy.rules:
            if rule.capabilities != DENY:
                yield from _block(policy, rule)
                if allowed := _foreign(rule.path, names, places):
                    yield ELSEWHERE.in_stack(policy.stack, _where(policy, rule), rule.path, allowed)


def _text(policy: Policy) -> Iterator[Finding]:
    if policy.refused or not (policy.rules or policy.unknown):
        allowed = 'blocks `path "…" { capabilities = [ … ] }`'
        yield READABLE.in_stack(policy.stack, policy.where, policy.refused or "(empty)", allowed)
    for text in policy.unknown:
        yield UNKNOWN.in_stack(policy.stack, policy.where, text, "an exact path")


def _block(policy: Policy, rule: PathRule) -> Iterator[Finding]:
    where = _where(policy, rule)
    if not rule.capabilities:
        yield READABLE.in_stack(policy.stack, where, [], "at least one capability", "the block says nothing")
    if "+" in rule.path.split("/") or rule.path.endswith("*"):
        yield WILDCARD.in_stack(policy.stack, where, rule.path, "an exact path")
    if refused := rule.capabilities & _DESTRUCTIVE:
        yield DESTROYS.in_stack(policy.stack, where, sorted(refused), "create, read, update, list or patch")
    if _DESTRUCTION.search(rule.path):
        yield DESTROYS.in_stack(policy.stack, where, rule.path, "no such path")


def _places(rendered: Rendered) -> tuple[str, ...]:
    """Beginnings of the paths that these stacks make: their mounts and auth methods."""
    mounts = [f"{each.value('path')}/" for each in rendered.resources("vault_mount")]
    methods = rendered.resources("vault_auth_backend", "vault_jwt_auth_backend")
    return (*mounts, *(f"auth/{each.value('path')}/" for each in methods))


def _foreign(path: str, names: VaultNames | None, places: tuple[str, ...]) -> str:
    """What would be allowed instead of a path that belongs to somebody else; of another system, only the server's."""
    if path in OWN_TOKEN or path.startswith(places):
        return ""
    if names is None:
        open_to_all = _SYSTEM.fullmatch(path) or not path.startswith(("sys/", "auth/token/", "*", "+"))
        return "" if open_to_all else "a path below a mount or an auth method"
    if path in ("sys/leases/renew", RANDOM_KEY, names.generate_password):
        return ""
    return "a path below " + ", ".join(places)


def _where(policy: Policy, rule: PathRule) -> str:
    return f'{policy.where}: path "{rule.path}"'
