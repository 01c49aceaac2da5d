"""Nothing unresolved: a value that an engine promised but did not fill in is never deployed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment
from kgc_constructs.tokens import UNRESOLVED, unresolved

__all__ = ["RULES", "check"]

_REFERENCE = re.compile(rf"{UNRESOLVED.pattern}|\$\{{(?:[a-z][a-z0-9_]*\.)+[A-Za-z0-9_-]+\}}", re.IGNORECASE)
"""In a manifest also Terraform's own references (`${type.name.attribute}`): no shell variable holds a dot."""

UNFILLED = Rule(
    id="token-unresolved",
    title="Every value is filled in.",
    why="the engine did not resolve it, and Terraform cannot",
    source="https://developer.hashicorp.com/terraform/cdktf/concepts/tokens",
)
RULES = (UNFILLED,)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every place that holds a token, in the objects and in the stacks."""
    for document in rendered.kubernetes:
        for path, value in unresolved(document, _REFERENCE):
            reason = "Kubernetes cannot ask Terraform; it would take the expression for the value"
            yield UNFILLED.in_object(document, path, value, "a value known when the manifests are written", reason)
    for stack, content in rendered.terraform.items():
        body = {name: part for name, part in content.items() if name != "//"}
        for path, value in unresolved(body):
            yield UNFILLED.in_stack(stack, path, value, "a value or a Terraform reference")
