"""How other parts of a Terraform document name a resource."""

from __future__ import annotations

from cdktf import TerraformResource

__all__ = ["address_of"]


def address_of(resource: TerraformResource) -> str:
    """The plain address: `fqn` is a token with braces, which neither `depends_on` nor a longer expression can hold."""
    return f"{resource.terraform_resource_type}.{resource.friendly_unique_id}"
