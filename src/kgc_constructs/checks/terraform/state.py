"""Terraform's state: where the settings say, encrypted, locked, and one for each stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.modules import Module, blocks, modules
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_SOURCE = "https://developer.hashicorp.com/terraform/language/backend/s3"

ELSEWHERE = Rule(
    id="state-elsewhere",
    title="The state lies where the settings say.",
    why="another run would not find it, and would make everything anew",
    source="https://developer.hashicorp.com/terraform/language/backend",
    settings=("state",),
)
NOWHERE = Rule(
    id="state-backend-missing",
    title="A stack says where its state lies.",
    why="the state is a file on the machine of whoever applied last: nobody else can, and it is lost with the machine",
    source="https://developer.hashicorp.com/terraform/language/backend",
    severity=Severity.WARNING,
)
UNSAFE = Rule(
    id="state-unsafe",
    title="A state in a bucket is encrypted and locked.",
    why="it holds everything about the stack, and two applies at once would destroy it",
    source=_SOURCE,
    settings=("state",),
)
SHARED = Rule(
    id="state-key-shared",
    title="Each stack of each environment has a state of its own.",
    why="two stacks would share one state: each apply destroys what the other made",
    source=_SOURCE,
    settings=("state.key_prefix", "name"),
)
RULES = (ELSEWHERE, NOWHERE, UNSAFE, SHARED)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """The backend of each stack; where it should be, only the settings know."""
    keys: dict[tuple[str, str], str] = {}
    for stack, content in rendered.terraform.items():
        backend = mapping(at(content, "terraform.backend"))
        if environment is not None and set(backend) != {environment.state.kind}:
            yield ELSEWHERE.in_stack(stack, "terraform.backend", sorted(backend), environment.state.kind)
        for kind, body in blocks({"backend": backend}, "backend"):
            if kind == "s3":
                yield from _bucket(stack, body, environment)
            if key := body.get("key") or body.get("prefix"):
                place = (f"{kind} {body.get('bucket') or body.get('container_name')}", str(key))
                if place in keys:
                    allowed = f"another one than that of {keys[place]}"
                    yield SHARED.in_stack(stack, f"terraform.backend.{kind}.key", key, allowed)
                keys.setdefault(place, stack)
    for module in modules(rendered):
        yield from _nowhere(module)


def _bucket(stack: str, bucket: Document, environment: Environment | None) -> Iterator[Finding]:
    locked = bucket.get("use_lockfile") is True or bool(bucket.get("dynamodb_table"))
    for name, right, reason in (
        ("encrypt", bucket.get("encrypt") is True, "the state would lie in the bucket in plain text"),
        ("use_lockfile", locked, "two applies at once would destroy the state"),
    ):
        if not right:
            yield UNSAFE.in_stack(stack, f"terraform.backend.s3.{name}", bucket.get(name), "true", reason)
    key = str(bucket.get("key"))
    if environment and (environment.slug not in key.split("/") or stack not in key.rpartition("/")[2]):
        allowed = f"a key with {environment.slug} and {stack} in it"
        yield SHARED.in_stack(stack, "terraform.backend.s3.key", key, allowed)


def _nowhere(module: Module) -> Iterator[Finding]:
    """Only what configures providers is applied by itself: a module that others call has no state of its own."""

    def says(name: str) -> bool:
        return any(_present(at(content, name)) for content in module.values())

    if says("provider") and not says("terraform.backend") and not says("terraform.cloud"):
        yield NOWHERE.in_stack(next(iter(module)), "terraform.backend", None, "a backend that is shared and locked")


def _present(value: Any) -> bool:
    return value is not None
