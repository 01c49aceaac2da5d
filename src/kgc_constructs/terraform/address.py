"""What Terraform calls a resource."""

from __future__ import annotations

from cdktf import TerraformResource

__all__ = ["address_of"]


def address_of(resource: TerraformResource) -> str:
    """`TYPE.NAME`, for a `depends_on` that is set after construction.

    `resource.fqn` is rendered with braces around it, which Terraform refuses there, and dependencies of the construct
    tree (`node.add_dependency`) are not rendered at all.
    """
    kind = type(resource)
    if kind not in _types:
        _types[kind] = resource.terraform_resource_type
    return f"{_types[kind]}.{resource.friendly_unique_id}"


_types: dict[type, str] = {}
"""Asked of JavaScript once for each class."""
