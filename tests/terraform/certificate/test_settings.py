"""What the certificate section refuses because AWS would, later and less clearly."""

import pytest

from kgc_constructs.errors import SettingsError
from tests.terraform.certificate.documents import environment


@pytest.mark.parametrize(
    ("arn", "cloudfront"),
    [
        ("arn:aws:sns:us-east-1:123456789012:on-call", False),
        ("arn:aws:sns:eu-central-1:123456789012:on-call", True),
        ("arn:aws:sqs:eu-central-1:123456789012:on-call", False),
    ],
)
def test_the_topic_is_one_of_sns_in_the_certificates_own_region(arn: str, cloudfront: bool) -> None:
    with pytest.raises(SettingsError) as caught:
        environment(sns_topic_arn=arn, cloudfront=cloudfront)
    [problem] = caught.value.problems
    assert problem.field == "sns_topic_arn"
    assert problem.value == arn
    assert problem.allowed == f"a topic of SNS in {'us-east-1' if cloudfront else 'eu-central-1'}"


@pytest.mark.parametrize("cloudfront", [False, True])
def test_a_topic_of_that_region_is_accepted(cloudfront: bool) -> None:
    arn = f"arn:aws:sns:{'us-east-1' if cloudfront else 'eu-central-1'}:123456789012:on-call"
    certificate = environment(sns_topic_arn=arn, cloudfront=cloudfront).certificate
    assert certificate is not None
    assert certificate.sns_topic_arn == arn


def test_the_first_name_has_64_characters_at_most() -> None:
    longest = "k" * 52 + ".example.com"
    assert len(longest) == 64
    assert environment(domain=longest).certificate is not None
    with pytest.raises(SettingsError, match="64 characters at most"):
        environment(domain=f"k{longest}")


def test_further_names_may_be_longer() -> None:
    name = "k" * 60 + ".kgc.example.com"
    assert environment(alternative_names=(name,)).certificate is not None
