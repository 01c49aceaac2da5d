"""The AWS providers of a stack: which account and region, and which tags everything carries."""

from __future__ import annotations

from cdktf import TerraformProvider, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings import Environment
from kgc_constructs.terraform.certificate.section import certificate_of

__all__ = ["CLOUDFRONT_ALIAS", "VERSIONS", "certificate_provider", "use_aws"]

CLOUDFRONT_ALIAS = "us_east_1"
"""Alias of the provider for certificates of CloudFront, which looks for them in us-east-1 alone."""

VERSIONS = ">= 5.100.0, < 7.0.0"
"""Both majors, because every attribute that is rendered here exists in both."""


def use_aws(stack: TerraformStack, *, settings: Environment) -> None:
    """Give `stack` its AWS providers; credentials come from the environment of whoever runs Terraform."""
    certificate = certificate_of(settings)
    account = [certificate.account_id] if certificate.account_id else None
    tags = [AwsProviderDefaultTags(tags=_tags(settings))]
    AwsProvider(stack, "Aws", region=certificate.region, allowed_account_ids=account, default_tags=tags)
    if certificate.cloudfront:
        AwsProvider(
            stack,
            "AwsCloudFront",
            alias=CLOUDFRONT_ALIAS,
            region=certificate.certificate_region,
            allowed_account_ids=account,
            default_tags=tags,
        )
    stack.add_override("terraform.required_providers.aws", {"source": "hashicorp/aws", "version": VERSIONS})


def certificate_provider(scope: Construct, *, settings: Environment) -> TerraformProvider | None:
    """The provider of the certificate's region: None is the default one, another only for CloudFront.

    Raises:
        SettingsError: if the certificate is for CloudFront, and the stack has no provider of that alias.
    """
    if not certificate_of(settings).cloudfront:
        return None
    for child in TerraformStack.of(scope).node.children:
        if isinstance(child, AwsProvider) and child.alias == CLOUDFRONT_ALIAS:
            return child
    raise SettingsError(
        [
            Problem(
                field="certificate.cloudfront",
                value=True,
                allowed=f"false, or a stack with an AwsProvider whose alias is {CLOUDFRONT_ALIAS}",
                reason="CloudFront looks for certificates in us-east-1 alone",
            )
        ]
    )


def _tags(settings: Environment) -> dict[str, str]:
    return {"Application": settings.app_name, "Environment": settings.slug, "ManagedBy": "kgc-constructs"}
