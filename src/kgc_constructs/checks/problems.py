"""How a check says where something is wrong: `Kind/name: path`, or `terraform/stack: path`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kgc_constructs.checks.model.rendered import name_of
from kgc_constructs.errors import Problem

__all__ = ["in_object", "in_stack"]


def in_object(document: Mapping[str, Any], path: str, value: object, allowed: str, reason: str) -> Problem:
    """A problem of a Kubernetes object."""
    return Problem(
        field=f"{document.get('kind')}/{name_of(document)}: {path}", value=value, allowed=allowed, reason=reason
    )


def in_stack(stack: str, path: str, value: object, allowed: str, reason: str) -> Problem:
    """A problem of a Terraform stack."""
    return Problem(field=f"terraform/{stack}: {path}", value=value, allowed=allowed, reason=reason)
