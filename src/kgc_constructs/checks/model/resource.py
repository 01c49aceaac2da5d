"""One resource of a Terraform stack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.references import followed

__all__ = ["Resource"]


@dataclass(frozen=True)
class Resource:
    """A resource: the stack it stands in, its type and name, and its arguments as they are written."""

    stack: str
    content: dict[str, Any]
    type: str
    name: str
    arguments: dict[str, Any]

    @property
    def where(self) -> str:
        """Its path in the stack."""
        return f"resource.{self.type}.{self.name}"

    def value(self, argument: str) -> Any:
        """An argument, with references to other resources of the stack followed."""
        return followed(self.content, self.arguments.get(argument))
