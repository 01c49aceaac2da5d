"""What policies grant together on one path, and which of them."""

from __future__ import annotations

from collections.abc import Iterable

from kgc_constructs.checks.model.hcl import HclError
from kgc_constructs.checks.model.references import unescaped
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_acl import DENY, Acl
from kgc_constructs.checks.model.vault_rules import PathRule, rules_in

__all__ = ["Policies", "granted", "policies_in"]

Policies = dict[str, tuple[PathRule, ...]]
"""What each policy says, by its name."""


def policies_in(rendered: Rendered) -> Policies:
    """The policies of all stacks; one that Vault would refuse grants nothing."""
    return {str(each.value("name")): _rules(each.value("policy")) for each in rendered.resources("vault_policy")}


def granted(policies: Policies, names: Iterable[str], path: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The capabilities of whoever holds the named policies, and those that have a part in it."""
    held = {name: policies[name] for name in names if name in policies}
    together = _capabilities((rule for rules in held.values() for rule in rules), path)
    return together, tuple(name for name, rules in held.items() if _capabilities(rules, path) & together)


def _capabilities(rules: Iterable[PathRule], path: str) -> frozenset[str]:
    return Acl(rules).capabilities(path) - DENY


def _rules(text: object) -> tuple[PathRule, ...]:
    try:
        return rules_in(unescaped(str(text)))
    except HclError:
        return ()
