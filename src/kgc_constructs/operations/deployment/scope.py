"""Which part of an environment a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Part", "Scope"]

Part = Literal["infrastructure", "workload"]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Everything, unless something is left out."""

    only: Part | None = None
    stacks: tuple[str, ...] = ()
    """Terraform stacks by name; all when empty."""

    context: str | None = None
    """Context of the kubeconfig; the current one when None."""

    @property
    def infrastructure(self) -> bool:
        """Whether Terraform stacks are included."""
        return self.only != "workload"

    @property
    def workload(self) -> bool:
        """Whether the cluster is included."""
        return self.only != "infrastructure"
