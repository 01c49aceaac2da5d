"""A rendered Terraform document: its resources, in an order in which each comes after those it refers to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.expressions import references_in

_SECTIONS = {"//", "terraform", "provider", "variable", "output", "resource", "locals"}
_META = {"//", "depends_on", "lifecycle", "provider"}


@dataclass(frozen=True)
class Resource:
    """One resource as written: its arguments still hold expressions."""

    type: str
    name: str
    arguments: Mapping[str, Any]
    depends_on: tuple[str, ...]
    prevent_destroy: bool

    @property
    def address(self) -> str:
        """As Terraform calls it."""
        return f"{self.type}.{self.name}"


def read_document(path: Path) -> dict[str, Any]:
    """The `cdk.tf.json` at `path`."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    unknown = set(document) - _SECTIONS
    if unknown:
        raise ApplierError(f"{path}: not known here: {', '.join(sorted(unknown))}")
    return document


def resources_of(document: Mapping[str, Any]) -> list[Resource]:
    """The resources in the order in which they can be made."""
    found = {
        f"{kind}.{name}": _resource(kind, name, body)
        for kind, entries in document.get("resource", {}).items()
        for name, body in entries.items()
    }
    graph = {address: _needs(resource, found) for address, resource in sorted(found.items())}
    return [found[address] for address in TopologicalSorter(graph).static_order()]


def _resource(kind: str, name: str, body: Mapping[str, Any]) -> Resource:
    lifecycle = body.get("lifecycle", {})
    unknown = set(lifecycle) - {"prevent_destroy", "create_before_destroy", "ignore_changes"}
    if unknown:
        raise ApplierError(f"{kind}.{name}: not known in lifecycle: {', '.join(sorted(unknown))}")
    arguments = {key: value for key, value in body.items() if key not in _META}
    needed = tuple(body.get("depends_on", ()))
    return Resource(kind, name, arguments, needed, bool(lifecycle.get("prevent_destroy", False)))


def _needs(resource: Resource, known: Mapping[str, Resource]) -> set[str]:
    referred = {".".join(path[:2]) for path in references_in(resource.arguments) if path[0] not in ("var", "local")}
    needed = referred | set(resource.depends_on)
    missing = needed - set(known)
    if missing:
        raise ApplierError(f"{resource.address} refers to {', '.join(sorted(missing))}, which is not there")
    return needed
