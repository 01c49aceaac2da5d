"""Names of a module: each is defined once, used, and there when something refers to it."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.expressions import expressions_in, references_in
from kgc_constructs.checks.model.modules import Module, blocks, modules
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

TWICE = Rule(
    id="definition-twice",
    title="A module defines each name once.",
    why="terraform init refuses a second definition in the same folder",
    source="https://developer.hashicorp.com/terraform/language/files",
)
UNUSED = Rule(
    id="variable-unused",
    title="Every variable changes something.",
    why="whoever sets it believes that it does something",
    source="https://developer.hashicorp.com/terraform/language/values/variables",
    severity=Severity.WARNING,
)
DANGLING = Rule(
    id="reference-dangling",
    title="What an expression refers to is defined.",
    why="terraform validate refuses a reference to nothing",
    source="https://developer.hashicorp.com/terraform/language/expressions/references",
)
RULES = (TWICE, UNUSED, DANGLING)

Definition = tuple[str, str]
"""Kind and name, as references write them."""


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Definitions and references of each module."""
    for module in modules(rendered):
        defined: dict[Definition, str] = {}
        used: set[Definition] = set()
        for stack, content in module.items():
            for each, path in _definitions(content):
                if each in defined:
                    reason = f"{defined[each]} defines it too" if defined[each] != stack else ""
                    yield TWICE.in_stack(stack, path, each[1], "one definition", reason)
                defined.setdefault(each, stack)
        for stack, content in module.items():
            for path, expression in expressions_in(rendered.texts(content)):
                for kind, name in references_in(expression):
                    used.add((kind, name))
                    if _judged(kind) and (kind, name) not in defined:
                        allowed = _allowed(kind, defined)
                        yield DANGLING.in_stack(stack, path, f"{kind}.{name}", allowed)
        yield from _unused(module, defined, used)


def _unused(module: Module, defined: dict[Definition, str], used: set[Definition]) -> Iterator[Finding]:
    if not any(content.get("resource") or content.get("module") for content in module.values()):
        return  # a file of variables alone says nothing about who uses them
    for (kind, name), stack in defined.items():
        if kind == "var" and (kind, name) not in used:
            yield UNUSED.in_stack(stack, f"variable.{name}", name, "a reference to it, or none of it")


def _definitions(content: Document) -> Iterator[tuple[Definition, str]]:
    for kind, word in (("variable", "var"), ("output", "output"), ("module", "module")):
        yield from (((word, name), f"{kind}.{name}") for name, _ in blocks(content, kind))
    yield from ((("local", name), f"locals.{name}") for name in _locals(content))
    for name, body in blocks(content, "provider"):
        alias = body.get("alias")
        yield ("provider", f"{name}.{alias}" if alias else name), f"provider.{name}"
    for part, prefix in (("resource", ""), ("data", "data.")):
        for kind, named in mapping(content.get(part)).items():
            for name, _ in blocks({kind: named}, kind):
                yield (f"{prefix}{kind}", name), f"{part}.{kind}.{name}"
    for name in mapping(at(content, "terraform.backend")):
        yield ("backend", ""), f"terraform.backend.{name}"


def _locals(content: Document) -> Iterator[str]:
    part = content.get("locals")
    for each in part if isinstance(part, list) else [part]:
        yield from mapping(each)


def _judged(kind: str) -> bool:
    """Whether a name can only be a definition: types of resources hold a `_`, while `each` or `path` need none."""
    return kind in ("var", "local", "module") or "_" in kind


def _allowed(kind: str, defined: dict[Definition, str]) -> str:
    there = sorted(name for each, name in defined if each == kind)
    return ", ".join(f"{kind}.{name}" for name in there[:5]) or f"a definition of it; there is no {kind}"
