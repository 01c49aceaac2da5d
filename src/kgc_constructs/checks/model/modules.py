"""Terraform as it reads a folder: the files there are one module, in which each name is defined once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered

__all__ = ["Module", "blocks", "modules"]

Module = dict[str, Document]
"""The files of one module by the names of their stacks."""


def modules(rendered: Rendered) -> list[Module]:
    """The stacks by the folders that their names give (`folder/file`); without a folder, each is a module."""
    found: dict[str, Module] = defaultdict(dict)
    for stack, content in rendered.terraform.items():
        folder, slash, _ = stack.rpartition("/")
        found[f"{folder}/" if slash else stack][stack] = content
    return list(found.values())


def blocks(content: Any, kind: str) -> Iterator[tuple[str, Document]]:
    """Name and body of each block of a kind: Terraform's JSON writes them as objects, or as lists of objects."""
    part = mapping(content).get(kind)
    for group in [mapping(part)] if not isinstance(part, list) else mappings(part):
        for name, body in group.items():
            for each in body if isinstance(body, list) else [body]:
                yield str(name), mapping(each)
