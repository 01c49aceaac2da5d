"""Arguments that change on every plan."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.expressions import calls_in, expressions_in
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

ALWAYS = Rule(
    id="argument-changes-always",
    title="No argument changes by itself.",
    why="every plan shows a change for ever, and every apply makes one",
    source="https://developer.hashicorp.com/terraform/language/functions/timestamp",
)
RULES = (ALWAYS,)

_RESTLESS = {"timestamp", "plantimestamp", "uuid", "bcrypt"}


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Arguments of resources, and local values, that call such a function."""
    for each in rendered.resources():
        ignored = at(each.arguments, "lifecycle.ignore_changes")
        if ignored == "all":
            continue
        kept = {str(name).partition(".")[0] for name in ignored} if isinstance(ignored, list) else set()
        for path, expression in expressions_in(texts_of(each.arguments)):
            if (called := calls_in(expression) & _RESTLESS) and path.partition(".")[0] not in kept:
                yield _finding(each.stack, f"{each.where}.{path}", called)
    for stack, content in rendered.terraform.items():
        for path, expression in expressions_in(texts_of(content.get("locals"))):
            if called := calls_in(expression) & _RESTLESS:
                yield _finding(stack, f"locals.{path}", called)


def _finding(stack: str, path: str, called: set[str]) -> Finding:
    return ALWAYS.in_stack(stack, path, f"{min(called)}()", "a value that stays, or a `time_static` or `random_uuid`")
