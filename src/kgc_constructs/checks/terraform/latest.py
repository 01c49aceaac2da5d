"""Nothing is called `latest`: what runs tomorrow is what was tested today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.modules import blocks
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

LATEST = Rule(
    id="version-latest",
    title="Stacks name versions, never `latest`.",
    why="it means something else whenever it is read, so that nobody can tell what runs, or go back to it",
    source="https://developer.hashicorp.com/terraform/language/modules/syntax#version",
    severity=Severity.WARNING,
)
RULES = (LATEST,)

_NAMED = re.compile(r"(?:^|[_.])(?:version|image|tag|release|channel|image_uri|image_tag)\Z", re.IGNORECASE)
_REGISTRY = re.compile(r"(?:[\w.-]+/)?[\w-]+/[\w-]+/[\w-]+\Z")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Versions and images that resources name, and sources of modules; `image-pinned` looks at pods."""
    for stack, content in rendered.terraform.items():
        for path, text in rendered.texts(content):
            if text.endswith(":latest") or (text.lower() == "latest" and _NAMED.search(path)):
                yield LATEST.in_stack(stack, path, text, "a version")
        for name, body in blocks(content, "module"):
            source = str(body.get("source") or "")
            unpinned = source.startswith(("git::", "github.com/")) and "ref=" not in source
            if unpinned or (_REGISTRY.match(source) and not body.get("version")):
                allowed = "a source with `?ref=`" if unpinned else "a source and a `version`"
                yield LATEST.in_stack(stack, f"module.{name}.source", source, allowed)
