"""AWS policies: what they allow is named, and never to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.iam import Statement, statements_of
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

PUBLIC = Rule(
    id="iam-policy-public",
    title="A policy that allows everybody says under which condition.",
    why="any AWS account, and often anybody at all, may do it",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
)
WIDE = Rule(
    id="iam-policy-wildcard",
    title="A policy names its actions and resources.",
    why="it allows what nobody thought of, and what AWS adds later",
    source=_SOURCE,
    severity=Severity.WARNING,
)
RULES = (PUBLIC, WIDE)

_ONLY_LOOKS = ("describe", "list", "get")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every statement that allows something."""
    for each in statements_of(rendered):
        if each.allows:
            if "*" in each.principals and not each.conditional:
                yield PUBLIC.in_stack(each.stack, f"{each.where}.Principal", "*", "an account, or a Condition")
            yield from _wide(each)


def _wide(each: Statement) -> Iterator[Finding]:
    for name, given in (("NotAction", each.not_actions), ("NotResource", each.not_resources)):
        if given:
            reason = "it allows everything else"
            yield WIDE.in_stack(each.stack, f"{each.where}.{name}", given, f"{name[3:]}, with names", reason)
    everything = any(action in ("*", "*:*") for action in each.actions)
    anything = any(action.endswith(":*") for action in each.actions)
    anywhere = "*" in each.resources and not each.of_key  # in a key's own policy it stands for the key
    if everything or (anything and anywhere):
        yield WIDE.in_stack(each.stack, f"{each.where}.Action", each.actions, "actions by their names")
    elif anywhere and not each.conditional and not all(map(_looks, each.actions)):
        yield WIDE.in_stack(each.stack, f"{each.where}.Resource", "*", "resources by their ARNs")


def _looks(action: str) -> bool:
    return action.partition(":")[2].lower().startswith(_ONLY_LOOKS)
