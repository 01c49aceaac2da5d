"""What people do with a rendered environment: keep its Vault, deploy it, see what a deployment would change."""

from __future__ import annotations

from kgc_constructs.operations.errors import OperationError

__all__ = ["OperationError"]
