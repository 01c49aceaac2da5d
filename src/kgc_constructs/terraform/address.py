"""What Terraform calls a resource."""

from __future__ import annotations

from cdktf import TerraformResource

__all__ = ["address_of"]


def address_of(resource: TerraformResource) -> str:
    """`TYPE.NAME`, for a `depends_on` that is set after construction.

    `resource.fqn` is rendered with braces around it, which Terraform refuses there, and dependencies of the construct
    tree (`node.add_dependency`) are not rendered at all.
    """
    return f"{resource.terraform_resource_type}.{resource.friendly_unique_id}"
