"""Which account and region everything is made in, and by which versions of the provider."""

import pytest
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider

from kgc_constructs.errors import SettingsError
from kgc_constructs.terraform.certificate import ExpiryAlarms, ValidatedCertificate
from tests.terraform.certificate.conftest import Render, RenderStack
from tests.terraform.certificate.documents import environment, only, resources

BOUND_TO_THE_CERTIFICATES_REGION = (
    "aws_acm_certificate",
    "aws_acm_certificate_validation",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_metric_alarm",
    "aws_kms_key",
    "aws_sns_topic",
    "aws_sns_topic_policy",
)


def test_region_and_account_are_settings(render: Render) -> None:
    [provider] = render(environment(region="eu-west-1", account_id="123456789012"))["provider"]["aws"]
    assert provider["region"] == "eu-west-1"
    assert provider["allowed_account_ids"] == ["123456789012"]
    assert "allowed_account_ids" not in render(environment())["provider"]["aws"][0]


def test_no_credentials_are_in_it(render: Render) -> None:
    for provider in render(environment(cloudfront=True))["provider"]["aws"]:
        assert not {"access_key", "secret_key", "token", "profile"} & set(provider)


def test_everything_is_tagged_with_its_workload_and_environment(render: Render) -> None:
    for provider in render(environment(cloudfront=True))["provider"]["aws"]:
        assert provider["default_tags"] == [
            {"tags": {"Application": "kgc-sidecar", "Environment": "development", "ManagedBy": "kgc-constructs"}}
        ]


def test_both_major_versions_of_the_provider_fit(render: Render) -> None:
    required = render(environment())["terraform"]["required_providers"]
    assert required == {"aws": {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}}


@pytest.mark.parametrize("kind", BOUND_TO_THE_CERTIFICATES_REGION)
def test_for_cloudfront_whatever_is_bound_to_the_certificates_region_is_in_us_east_1(render: Render, kind: str) -> None:
    document = render(environment(cloudfront=True))
    regions = {provider.get("alias"): provider["region"] for provider in document["provider"]["aws"]}
    assert regions == {None: "eu-central-1", "us_east_1": "us-east-1"}
    assert {resource["provider"] for resource in resources(document, kind)} == {"aws.us_east_1"}


def test_for_cloudfront_the_private_authority_stays_with_the_load_balancer(render: Render) -> None:
    settings = environment(cloudfront=True, account_id="123456789012", mtls={"organization": "Example"})
    document = render(settings)
    assert not any("provider" in each for each in resources(document, "aws_acmpca_certificate_authority"))


def test_without_cloudfront_there_is_one_provider(render: Render) -> None:
    document = render(environment())
    assert len(document["provider"]["aws"]) == 1
    assert "provider" not in only(document, "aws_acm_certificate")


def test_for_cloudfront_a_stack_of_somebody_else_brings_the_provider(render_stack: RenderStack) -> None:
    settings = environment(cloudfront=True)

    def build(app: App, *aliases: str) -> TerraformStack:
        stack = TerraformStack(app, "theirs")
        AwsProvider(stack, "Theirs", region="eu-central-1")
        for alias in aliases:
            AwsProvider(stack, f"Theirs-{alias}", region="us-east-1", alias=alias)
        certificate = ValidatedCertificate(stack, "Ours", settings=settings)
        topic = "arn:aws:sns:us-east-1:123456789012:on-call"
        ExpiryAlarms(stack, "Alarms", settings=settings, certificate_arn=certificate.arn, topic_arn=topic)
        return stack

    document = render_stack(lambda app: build(app, "us_east_1"))
    assert only(document, "aws_acm_certificate")["provider"] == "aws.us_east_1"
    with pytest.raises(SettingsError, match="an AwsProvider whose alias is us_east_1"):
        render_stack(lambda app: build(app, "other"))
