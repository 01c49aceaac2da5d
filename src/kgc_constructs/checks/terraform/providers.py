"""Providers: every one that is used is named, with a range of versions that ends."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.modules import Module, blocks, modules
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

UNBOUNDED = Rule(
    id="provider-unbounded",
    title="A provider's versions have an upper end.",
    why="a new major version changes meanings",
    source="https://developer.hashicorp.com/terraform/language/expressions/version-constraints",
)
UNDECLARED = Rule(
    id="provider-undeclared",
    title="A provider in use stands in required_providers.",
    why="Terraform guesses its source, and takes the newest version there is",
    source="https://developer.hashicorp.com/terraform/language/providers/requirements",
    severity=Severity.WARNING,
)
RULES = (UNBOUNDED, UNDECLARED)

_BUILT_IN = "terraform"


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """The providers of each module."""
    for module in modules(rendered):
        required = _required(module)
        for name, (stack, given) in required.items():
            if not _ends(given):
                yield _unbounded(stack, name, given)
        used = {name: stack for stack, content in module.items() for name in _used(content)}
        for name, stack in used.items():
            if name not in required and name != _BUILT_IN:
                where = f"terraform.required_providers.{name}"
                yield UNDECLARED.in_stack(stack, where, None, "a source, and a version with an upper end")
        for stack, content in module.items():
            for name in dict(blocks(content, "provider")):
                if name not in required and name != _BUILT_IN:
                    yield _unbounded(stack, name, None)


def _unbounded(stack: str, name: str, given: object) -> Finding:
    where = f"terraform.required_providers.{name}.version"
    return UNBOUNDED.in_stack(stack, where, given, "a range with an upper end")


def _required(module: Module) -> dict[str, tuple[str, str | None]]:
    """Stack and version of each provider that a file of the module requires."""
    found = {}
    for stack, content in module.items():
        for _, terraform in blocks({"terraform": {"": content.get("terraform")}}, "terraform"):
            part = terraform.get("required_providers")
            for each in part if isinstance(part, list) else [part]:
                for name, said in mapping(each).items():
                    version = said if isinstance(said, str) else mapping(said).get("version")
                    found[name] = (stack, version)
    return found


def _used(content: Document) -> Iterator[str]:
    yield from dict(blocks(content, "provider"))
    for part in ("resource", "data", "ephemeral"):
        for kind, named in mapping(content.get(part)).items():
            for body in mapping(named).values():
                given = mapping(body).get("provider")
                own = str(given).strip("${}").partition(".")[0] if given else kind.partition("_")[0]
                yield own


def _ends(version: object) -> bool:
    """Whether a constraint has an upper end; a version by itself is one."""
    parts = [part.strip() for part in str(version or "").split(",")]
    return any(part.startswith(("<", "~>", "=")) or part[:1].isdigit() for part in parts)
