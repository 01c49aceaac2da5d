"""What Terraform may do to things that hold data."""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle

from kgc_constructs.settings import Environment

__all__ = ["stateful"]


def stateful(settings: Environment) -> TerraformResourceLifecycle | None:
    """A life cycle in which staging and production refuse every plan that destroys the resource."""
    return TerraformResourceLifecycle(prevent_destroy=True) if settings.protected else None
