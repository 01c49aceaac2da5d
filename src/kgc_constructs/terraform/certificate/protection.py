"""What Terraform may do to a stateful resource."""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle

from kgc_constructs.settings import Environment

__all__ = ["stateful"]


def stateful(settings: Environment, *, create_before_destroy: bool = False) -> TerraformResourceLifecycle | None:
    """A life cycle in which staging and production refuse every plan that destroys the resource."""
    if not settings.protected and not create_before_destroy:
        return None
    return TerraformResourceLifecycle(
        prevent_destroy=True if settings.protected else None,
        create_before_destroy=True if create_before_destroy else None,
    )
