"""What the rendered Vault policies say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgc_constructs.checks.model.hcl import HclError
from kgc_constructs.checks.model.references import unescaped
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.model.vault_rules import PathRule, rules_in

__all__ = ["Policy", "is_open", "policies_of"]

_EXPRESSION = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_FILLED_IN = re.compile(r"\$\{|\{\{")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A policy.

    Attributes:
        stack: Where it stands.
        where: Path of its text there.
        name: What roles call it.
        rules: What it says about the paths that are known.
        unknown: The paths, or the text, that something else fills in later.
        refused: Why Vault would not take the text; empty when it would.
    """

    stack: str
    where: str
    name: str
    rules: tuple[PathRule, ...] = ()
    unknown: tuple[str, ...] = ()
    refused: str = ""

    @property
    def sure(self) -> bool:
        """Whether all that it says is known."""
        return not self.unknown and not self.refused


def is_open(text: str) -> bool:
    """Whether Terraform or Vault fills something into `text` later."""
    return bool(_FILLED_IN.search(text))


def policies_of(rendered: Rendered) -> dict[str, Policy]:
    """The policies of all stacks by their name."""
    return rendered.once(_policies)


def _policies(rendered: Rendered) -> dict[str, Policy]:
    found = (_policy(each) for each in rendered.resources("vault_policy"))
    return {policy.name: policy for policy in found}


def _policy(resource: Resource) -> Policy:
    rules, unknown, refused = _read(resource.value("policy"))
    return Policy(
        stack=resource.stack,
        where=f"{resource.where}.policy",
        name=str(resource.value("name")),
        rules=tuple(rule for rule in rules if not is_open(rule.path)),
        unknown=(*unknown, *(rule.path for rule in rules if is_open(rule.path))),
        refused=refused,
    )


def _read(text: object) -> tuple[tuple[PathRule, ...], tuple[str, ...], str]:
    """The rules of a text, what of it is not known, and why Vault would refuse it."""
    if not isinstance(text, str):
        return (), (), "it is no text"
    expressions = _EXPRESSION.search(text)
    if expressions and text.strip().startswith("${") and text.strip().endswith("}"):
        return (), (text.strip(),), ""
    try:
        return rules_in(unescaped(text)), (), ""
    except HclError as error:
        if expressions:  # with what Terraform puts in, Vault may well take it
            return (), (str(error),), ""
        return (), (), str(error)
