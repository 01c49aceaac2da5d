"""What the policies may grant at all: exact paths of this environment, used by somebody, without destruction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_policies import Grant, Policy
from kgc_constructs.checks.problems import in_stack
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import RANDOM_KEY, VaultNames

__all__ = ["check_grants"]

_OWN_TOKEN = {
    "auth/token/lookup-self": {"read"},
    "auth/token/renew-self": {"update"},
    "auth/token/revoke-self": {"update"},
}
_LEASES = "sys/leases/renew"
_REFUSED = {"sudo", "root", "delete"}
_DESTRUCTIVE = ("/delete/", "/destroy/", "/undelete/")


def check_grants(
    rendered: Rendered, environment: Environment, policies: Mapping[str, Policy], used: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Each grant of each policy; `used` holds the paths that are read under each policy."""
    names, places = VaultNames.of(environment), _places(rendered)
    for policy in policies.values():
        for grant in policy.grants:
            yield from _any(policy, grant, names, places)
        if policy.name == names.read_policy:
            yield from _read_policy(policy, used.get(policy.name, set()), names)


def _places(rendered: Rendered) -> tuple[str, ...]:
    """Beginnings of the paths that this stack makes: its mounts and auth methods."""
    mounts = [f"{each.value('path')}/" for each in rendered.resources("vault_mount")]
    methods = rendered.resources("vault_auth_backend", "vault_jwt_auth_backend")
    return (*mounts, *(f"auth/{each.value('path')}/" for each in methods))


def _any(policy: Policy, grant: Grant, names: VaultNames, places: tuple[str, ...]) -> Iterator[Problem]:
    where = f'{policy.where}: path "{grant.path}"'
    if any(sign in grant.path for sign in "*+"):
        reason = "a wildcard also grants what others put there later"
        yield in_stack(policy.stack, where, grant.path, "an exact path", reason)
    if "${" in grant.path or "{{" in grant.path:
        yield in_stack(policy.stack, where, grant.path, "an exact path", "it is an expression that nothing filled in")
    system = {_LEASES, RANDOM_KEY, f"sys/policies/password/{names.password_policy}/generate", *_OWN_TOKEN}
    if grant.path not in system and not grant.path.startswith(places):
        allowed = "a path below " + ", ".join(places)
        yield in_stack(policy.stack, where, grant.path, allowed, "it belongs to another environment or to the server")
    if refused := grant.capabilities & _REFUSED:
        yield in_stack(policy.stack, where, sorted(refused), "create, read, update, list or patch", "it can destroy")
    if any(part in grant.path for part in _DESTRUCTIVE):
        yield in_stack(policy.stack, where, grant.path, "no such path", "old versions must stay to go back to")
    if not grant.capabilities:
        yield in_stack(policy.stack, where, [], "at least one capability", "the block says nothing")


def _read_policy(policy: Policy, used: set[str], names: VaultNames) -> Iterator[Problem]:
    """The pods' own policy grants reading what they read, their own token, and the renewal of what they borrowed."""
    allowed = {**{path: {"read"} for path in used}, **_OWN_TOKEN}
    if names.database_creds in used:
        allowed[_LEASES] = {"update"}
    for grant in policy.grants:
        if not grant.capabilities <= allowed.get(grant.path, set()):
            reason = "nothing in the manifests needs it"
            value = sorted(grant.capabilities)
            expected = ", ".join(sorted(allowed.get(grant.path, ()))) or "nothing"
            yield in_stack(policy.stack, f'{policy.where}: path "{grant.path}"', value, expected, reason)
