"""What the rendered Vault policies grant.

Source: https://developer.hashicorp.com/vault/docs/concepts/policies
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgc_constructs.checks.model.references import unescaped
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.problems import in_stack
from kgc_constructs.errors import Problem

__all__ = ["Grant", "Policy", "policies_of", "unreadable"]

_BLOCK = re.compile(r'path\s+"([^"]*)"\s*\{([^{}]*)\}')
_CAPABILITIES = re.compile(r"capabilities\s*=\s*\[([^\]]*)\]")
_WORD = re.compile(r'"([^"]*)"')
_COMMENT = re.compile(r"^\s*(#|//).*$", re.MULTILINE)


@dataclass(frozen=True)
class Grant:
    """Capabilities on one path."""

    path: str
    capabilities: frozenset[str]


@dataclass(frozen=True)
class Policy:
    """A policy: the stack and the place there, its name, and what it grants."""

    stack: str
    where: str
    name: str
    grants: tuple[Grant, ...]
    rest: str

    def capabilities(self, path: str) -> frozenset[str]:
        """What it grants on exactly `path`."""
        return frozenset().union(*(grant.capabilities for grant in self.grants if grant.path == path))


def policies_of(rendered: Rendered) -> dict[str, Policy]:
    """The policies of all stacks by their name."""
    found = {}
    for each in rendered.resources("vault_policy"):
        text = _COMMENT.sub("", unescaped(str(each.value("policy") or "")))
        grants = tuple(
            Grant(path, frozenset(_WORD.findall(" ".join(_CAPABILITIES.findall(body)))))
            for path, body in _BLOCK.findall(text)
        )
        name = str(each.value("name"))
        found[name] = Policy(each.stack, f"{each.where}.policy", name, grants, _BLOCK.sub("", text).strip())
    return found


def unreadable(policy: Policy) -> Iterator[Problem]:
    """A problem when some of the text is not a plain block, so that nobody can say what it grants."""
    if policy.rest or not policy.grants:
        allowed = 'blocks `path "…" { capabilities = [ … ] }`'
        yield in_stack(policy.stack, policy.where, policy.rest or "(empty)", allowed, "what it grants cannot be judged")
