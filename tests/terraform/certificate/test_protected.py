"""Production on an AWS endpoint: its state in a bucket, its certificate for CloudFront, and nothing to be destroyed."""

from collections.abc import Iterator

import pytest

from tests.servers.aws import aws
from tests.servers.terraform import terraform
from tests.terraform.certificate.applying import NO_CHANGE, Applied, certificates, hosted_zone, rendered, watchers
from tests.terraform.certificate.documents import environment, read

pytestmark = pytest.mark.server

BUCKET = "example-terraform-state"


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    """The stack, applied; it is destroyed by lifting its protection, as a person would."""
    folder = tmp_path_factory.mktemp("production")
    cli = terraform(folder)
    with aws(folder) as endpoint:
        s3 = endpoint.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        zone = hosted_zone(endpoint, "example.com")
        # Of RSA, because the endpoint forgets every other kind of key; without CAA, which costs it 15 seconds.
        settings = environment(
            "production", cloudfront=True, zone_id=zone, account_id="123456789012", caa=False, key_algorithm="RSA_2048"
        )
        stack = rendered(settings, folder, endpoint, cli, "-backend-config=use_path_style=true")
        try:
            stack.run("apply", "-auto-approve")
            yield stack
        finally:
            lift_protection(stack)
            stack.run("destroy", "-auto-approve")


def lift_protection(stack: Applied) -> None:
    """Let Terraform destroy everything."""
    document = read(stack.folder)
    for kind in document["resource"].values():
        for resource in kind.values():
            resource.get("lifecycle", {}).pop("prevent_destroy", None)
    stack.rewrite(document)


def test_a_second_plan_is_empty(applied: Applied) -> None:
    code, said = applied.plan()
    assert code == NO_CHANGE, said


def test_the_certificate_is_where_cloudfront_looks(applied: Applied) -> None:
    arn = applied.outputs()["certificate_arn"]
    assert arn in certificates(applied.aws, "us-east-1")
    assert arn.startswith("arn:aws:acm:us-east-1:")


def test_its_alarms_rules_and_topic_are_there_too(applied: Applied) -> None:
    for region, number in (("us-east-1", 1), ("eu-central-1", 0)):
        found = watchers(applied.settings, applied.aws, region)
        assert len(found.alarms) == 3 * number
        assert len(found.rules) == 4 * number
        assert len(found.topics) == number


def test_the_state_is_in_the_bucket_and_nothing_is_left_locked(applied: Applied) -> None:
    found = applied.aws.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="kgc/production/")["Contents"]
    assert [entry["Key"] for entry in found] == ["kgc/production/certificate.tfstate"]
    assert not list(applied.folder.glob("*.tfstate"))


def test_a_plan_to_destroy_is_refused(applied: Applied) -> None:
    code, said = applied.plan("-destroy")
    assert code == 1
    assert "prevent_destroy" in said


def test_another_account_is_refused(applied: Applied) -> None:
    document = read(applied.folder)
    for provider in document["provider"]["aws"]:
        provider["allowed_account_ids"] = ["210987654321"]
    before = read(applied.folder)
    applied.rewrite(document)
    try:
        code, said = applied.plan()
    finally:
        applied.rewrite(before)
    assert code == 1
    assert "not allowed" in said
